import { personsOf } from "@accord/overlap/count";
import { mostTuples } from "../../overlap/batches.ts";
import type { OverlapOpening, OverlapRun } from "../../overlap/message.ts";
import { overlapSlots } from "../../overlap/slots.ts";
import { newOverlap, newRun } from "../../overlap/state.ts";
import type { Turn } from "../../turn.ts";
import { refuseMisplaced, updateOverlap } from "./change.ts";
import { sendSet } from "./transfer.ts";

/** Both sides have pinned their persons: before any is disclosed, they find out how many are in both. */
export function enterOverlap(turn: Turn): void {
  const { agreement, at, overlapRunsToday } = turn.context;
  const ceilings = agreement.overlap?.ceilings;
  if (ceilings === undefined) return;
  turn.enter("overlap");
  if (overlapRunsToday >= ceilings.runsPerDay) {
    turn.halt(
      "exchange.overlap_runs",
      "the overlap was asked for as often today as the agreement allows in a day",
      "Begin a new exchange tomorrow, or raise overlap.ceilings.runsPerDay by an amendment.",
    );
    return;
  }
  const largest = Math.max(turn.state.snapshot?.persons ?? 0, turn.state.partnerSnapshot?.persons ?? 0);
  if (largest > ceilings.personsPerRun) {
    turn.halt(
      "exchange.overlap_ceiling",
      "more persons are in scope than the agreement allows to be compared at once",
      "Narrow the agreement's scope, or raise overlap.ceilings.personsPerRun by an amendment.",
    );
    return;
  }
  turn.update({ overlap: newOverlap(at.slice(0, 10)) });
  turn.work({ kind: "overlapBlind", run: "estimate" });
}

/** The next run begins when both sides have passed the one before. */
export function beginRun(turn: Turn, run: OverlapRun): void {
  updateOverlap(turn, newRun(run));
  turn.work({ kind: "overlapBlind", run });
}

/** The own set is blinded and kept: this side commits to it. */
export function onBlinded(turn: Turn, run: OverlapRun, opening: OverlapOpening): void {
  turn.worked("overlapBlind");
  const { overlap } = turn.state;
  if (overlap?.run !== run || overlap.own !== undefined) return;
  updateOverlap(turn, { own: opening });
  const { commitment, groups } = opening;
  turn.record({ kind: "overlap", event: "committed", run, persons: personsOf(groups), commitment });
  turn.send({ kind: "overlapOpening", run, opening });
  sendSet(turn);
}

/** The partner commits to its set: it must be of those whom its snapshot pinned, no more and no fewer. */
export function onOpening(turn: Turn, run: OverlapRun, opening: OverlapOpening): void {
  const { overlap, partnerSnapshot } = turn.state;
  if (overlap === undefined || overlap.run !== run || overlap.partner !== undefined) {
    refuseMisplaced(turn);
    return;
  }
  const { groups, commitment } = opening;
  const persons = personsOf(groups);
  if (persons !== partnerSnapshot?.persons) {
    turn.refuse(
      "exchange.overlap_not_snapshot",
      "the partner's set has another number of persons than its snapshot pinned",
      "Ask the partner why its node counts persons whom the exchange does not cover.",
    );
    return;
  }
  if (!isWellFormed(turn, run, opening)) {
    turn.refuse(
      "exchange.overlap_malformed",
      "what the partner says of its set contradicts the agreement or itself",
      "Bring both nodes to the same version, then begin a new exchange.",
    );
    return;
  }
  updateOverlap(turn, { partner: opening });
  turn.record({ kind: "overlap", event: "heard", run, persons, commitment });
  sendSet(turn);
}

function isWellFormed(
  turn: Turn,
  run: OverlapRun,
  { groups, slots, tuplesPerBatch }: OverlapOpening,
): boolean {
  const { agreement } = turn.context;
  const persons = personsOf(groups);
  const byCounty = run === "estimate" && agreement.overlap?.byCounty === true;
  const named = new Set(groups.map((group) => group.name));
  return (
    slots.length === overlapSlots(agreement, run).length &&
    tuplesPerBatch <= mostTuples(slots.length) &&
    named.size === groups.length &&
    (byCounty || groups.every((group) => group.name === "")) &&
    // In a county of few a person would stand out, so that a count of the county would be an answer about them.
    (groups.length === 1 || groups.every((group) => group.persons >= agreement.minimumOverlapTold)) &&
    slots.every(({ held, unique, twins }) => held <= persons && unique + 2 * twins <= held)
  );
}
