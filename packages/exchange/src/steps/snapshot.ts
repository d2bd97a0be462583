import { implausibleDuplicates } from "../circuit-breaker.ts";
import type { Snapshot } from "../facts.ts";
import type { ChangeCounts, DuplicateFacts } from "../protocol.ts";
import { isDelta } from "../state.ts";
import type { Turn } from "../turn.ts";
import { enterDelta } from "./delta.ts";
import { enterMatch } from "./match.ts";
import { enterOverlap } from "./overlap/open.ts";

/** Each registry is deduplicated first, so that links can be one to one; then the persons in scope are pinned. */
export function enterSnapshot(turn: Turn): void {
  turn.enter("snapshot");
  turn.work({ kind: "deduplicate" });
}

export function onDeduplicated(turn: Turn, duplicates: DuplicateFacts): void {
  turn.worked("deduplicate");
  turn.update({ duplicates });
  turn.store({ kind: "pin", plan: turn.planFrom(turn.state.self, "linked") });
}

export function onPinned(turn: Turn, snapshot: Snapshot): void {
  turn.update({ snapshot });
  if (snapshot.persons > turn.context.agreement.ceilings.personsPerExchange) {
    refuseCeiling(turn);
    return;
  }
  const implausible =
    turn.state.duplicates && implausibleDuplicates(turn.context.agreement, turn.state.duplicates);
  if (implausible && !turn.state.breakerOverridden) {
    turn.hold(implausible.code, implausible.reason, implausible.remedy);
    return;
  }
  tellSnapshot(turn);
}

export function tellSnapshot(turn: Turn): void {
  const { snapshot, duplicates } = turn.state;
  if (snapshot === undefined || duplicates === undefined) return;
  turn.record({ kind: "snapshot", persons: snapshot.persons, commitment: snapshot.commitment });
  turn.send({
    kind: "snapshot",
    persons: snapshot.persons,
    commitment: snapshot.commitment,
    duplicates,
    cosignedSize: snapshot.cosignedSize,
    ...(snapshot.changes === undefined ? {} : { changes: snapshot.changes }),
  });
  turn.update({ snapshotSent: true });
  goOnWhenReady(turn);
}

export function onPartnerSnapshot(
  turn: Turn,
  body: {
    persons: number;
    commitment: string;
    duplicates: DuplicateFacts;
    cosignedSize: number;
    changes?: ChangeCounts | undefined;
  },
): void {
  const { persons, commitment, duplicates, cosignedSize, changes } = body;
  if ((changes !== undefined) !== isDelta(turn.state)) {
    turn.refuse(
      "exchange.snapshot_of_other_kind",
      "the partner's snapshot is of a delta where the exchange is whole, or the other way about",
      "Bring both nodes to the same version.",
    );
    return;
  }
  turn.update({ partnerSnapshot: { persons, commitment, duplicates, changes }, cosignedSize });
  if (persons > turn.context.agreement.ceilings.personsPerExchange) {
    turn.record({ kind: "refusal", code: "exchange.ceiling" });
    refuseCeiling(turn);
  } else goOnWhenReady(turn);
}

function goOnWhenReady(turn: Turn): void {
  if (!turn.state.snapshotSent || turn.state.partnerSnapshot === undefined) return;
  // What changed since an exchange that both finished is few: the overlap was known before that one.
  if (isDelta(turn.state)) enterDelta(turn);
  else if (turn.context.agreement.overlap === undefined) enterMatch(turn);
  else enterOverlap(turn);
}

function refuseCeiling(turn: Turn): void {
  turn.halt(
    "exchange.ceiling",
    "more persons are in scope than the agreement allows in one exchange",
    "Narrow the agreement's scope or raise its ceiling by an amendment.",
  );
}
