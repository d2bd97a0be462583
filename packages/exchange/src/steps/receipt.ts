import type { SideFacts } from "../protocol.ts";
import type { ExchangeState } from "../state.ts";
import { isMatcher } from "../state.ts";
import type { Turn } from "../turn.ts";
import { startFlow } from "./outgoing.ts";

export function onCheckpoint(turn: Turn, checkpoint: string): void {
  turn.send({ kind: "receipt", round: turn.state.round, checkpoint });
  const again = turn.state.receiptSent;
  turn.update({ receiptSent: true, ownCheckpoint: checkpoint });
  if (!again) reportWhenReady(turn);
}

export function onReceipt(turn: Turn, checkpoint: string): void {
  turn.store({ kind: "cosign", round: turn.state.round, checkpoint });
}

export function onCosigned(
  turn: Turn,
  { cosignature, since }: { readonly cosignature: string | undefined; readonly since?: number | undefined },
): void {
  if (since !== undefined) {
    turn.update({ askedSince: since });
    turn.send({ kind: "outOfStep", round: turn.state.round, since });
    return;
  }
  if (cosignature === undefined) {
    turn.halt(
      "exchange.checkpoint_invalid",
      "the partner's ledger checkpoint does not verify or does not extend the one before",
      "Compare both ledgers with `accord ledger verify` before any further exchange.",
    );
    return;
  }
  turn.update({ cosignature });
  reportWhenReady(turn);
}

/**
 * The partner cosigned this ledger further than its snapshot said, in another exchange that ended meanwhile: the
 * checkpoint goes again, with a proof from there.
 */
export function onOutOfStep(turn: Turn, body: { round: number; since: number }): void {
  const { receiptSent, round } = turn.state;
  if (!receiptSent || body.round !== round) {
    turn.refuse(
      "exchange.out_of_step_unasked",
      "the partner asked again for a checkpoint that was not sent",
      "Compare both ledgers with `accord ledger verify`, then begin a new exchange.",
    );
    return;
  }
  turn.store({ kind: "checkpoint", round, since: body.since });
}

/** The report goes out when this side's part is final: its receipt is sent and the partner's is cosigned. */
function reportWhenReady(turn: Turn): void {
  const { receiptSent, cosignature, round } = turn.state;
  if (!receiptSent || cosignature === undefined) return;
  turn.enter("report");
  turn.send({ kind: "report", round, facts: ownFacts(turn.state), cosignature });
  turn.update({ reportSent: true });
  finishWhenReported(turn);
}

/** The round ends when the cosignature is kept, and not before: the next round knows nothing of this one's checkpoint. */
export function onReport(turn: Turn, body: { facts: SideFacts; cosignature: string }): void {
  turn.update({ partnerFacts: body.facts });
  turn.store({ kind: "keepCosignature", round: turn.state.round, cosignature: body.cosignature });
}

export function onCosignatureKept(turn: Turn, size: number | undefined): void {
  if (size !== undefined) {
    turn.update({ cosignedSize: size, reportReceived: true });
    finishWhenReported(turn);
    return;
  }
  turn.refuse(
    "exchange.cosignature_invalid",
    "the partner's cosignature of this node's ledger does not verify",
    "Check with the partner that its signing key is the one that was confirmed.",
  );
}

function finishWhenReported(turn: Turn): void {
  const { reportSent, reportReceived, decisionsWaiting, round } = turn.state;
  if (!reportSent || !reportReceived) return;
  finishRound(turn);
  if (decisionsWaiting && isMatcher(turn.state)) {
    turn.startRound(round + 1);
    startFlow(turn, "links");
  }
}

/** What both sides finished is where a later exchange can start. */
export function finishRound(turn: Turn): void {
  turn.enter("done");
  const { snapshot, round } = turn.state;
  if (snapshot !== undefined && round === 0) turn.store({ kind: "keepBase", horizon: snapshot.horizon });
}

export function ownFacts(state: ExchangeState): SideFacts {
  return {
    persons: state.snapshot?.persons ?? 0,
    withheld: { ...state.snapshot?.withheld },
    duplicates: state.duplicates ?? { compared: 0, found: 0, deactivated: 0, waiting: 0 },
    disclosed: { ...state.disclosed },
    applied: state.applied,
    newlyKnown: state.newlyKnown,
  };
}
