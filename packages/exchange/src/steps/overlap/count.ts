import { batchesOf } from "../../overlap/batches.ts";
import type { OverlapRun } from "../../overlap/message.ts";
import type { OverlapFault, OverlapResult } from "../../overlap/tasks.ts";
import { type CountedSide, countsDigest, toldOf } from "../../overlap/told.ts";
import { isMatcher } from "../../state.ts";
import type { Turn } from "../../turn.ts";
import { refuseMisplaced, updateOverlap } from "./change.ts";
import { decide, pass, tellTooSmall } from "./decide.ts";
import { sendAnswer } from "./transfer.ts";

/**
 * The partner's set is what it committed to. The supplying party answers first, so that the matching party, which will
 * see the match tier anyway, knows the count before it answers: below the minimum it does not, and a supplying party that
 * probes with guesses learns nothing but that.
 */
export function onReblinded(turn: Turn, run: OverlapRun, fault: OverlapFault | undefined): void {
  turn.worked("overlapReblind");
  if (turn.state.overlap?.run !== run) return;
  if (fault !== undefined) {
    refuseFault(turn, fault);
    return;
  }
  updateOverlap(turn, { reblinded: true });
  if (!isMatcher(turn.state)) sendAnswer(turn);
  countWhenReady(turn);
}

/** Counting needs both blindings of both sets: the answer that came, and the own blinding of what the partner sent. */
export function countWhenReady(turn: Turn): void {
  const { overlap } = turn.state;
  if (overlap?.own === undefined || !overlap.reblinded) return;
  if (overlap.received.answer < batchesOf(overlap.own).count) return;
  turn.work({ kind: "overlapCount", run: overlap.run });
}

export function onCounted(
  turn: Turn,
  { run, found }: Extract<OverlapResult, { kind: "overlapCount" }>,
): void {
  turn.worked("overlapCount");
  if (turn.state.overlap?.run !== run) return;
  if (found.kind === "fault") {
    refuseFault(turn, found.fault);
    return;
  }
  if (found.kind === "pairs") {
    updateOverlap(turn, { linked: found.pairs });
    turn.record({ kind: "overlap", event: "counted", run, persons: found.pairs, commitment: undefined });
    pass(turn);
    return;
  }
  updateOverlap(turn, { counted: found.counts });
  const told = toldOf(turn.context.agreement, found.counts.bySlots, sidesOf(turn));
  if (isMatcher(turn.state) && told.kind === "fewerThan") {
    tellTooSmall(turn);
    return;
  }
  turn.send({ kind: "overlapCounted", run, digest: countsDigest(found.counts.bySlots, sidesOf(turn)) });
  if (isMatcher(turn.state)) sendAnswer(turn);
  settle(turn);
}

/** All of this side's answer has arrived: in a run `link` the supplying party has nothing more to do. */
export function onAnswered(turn: Turn): void {
  if (turn.state.overlap?.run === "link") pass(turn);
}

export function onPartnerCounted(turn: Turn, run: OverlapRun, digest: string): void {
  const { overlap } = turn.state;
  if (overlap?.run !== run || run !== "estimate" || overlap.partnerDigest !== undefined) {
    refuseMisplaced(turn);
    return;
  }
  updateOverlap(turn, { partnerDigest: digest });
  settle(turn);
}

/** Both have counted: they must have come to the same, or one of them answered other than it had to. */
function settle(turn: Turn): void {
  const { overlap } = turn.state;
  if (overlap?.counted === undefined || overlap.partnerDigest === undefined) return;
  const { bySlots } = overlap.counted;
  const sides = sidesOf(turn);
  if (countsDigest(bySlots, sides) !== overlap.partnerDigest) {
    turn.refuse(
      "exchange.overlap_disagreement",
      "the two nodes counted different overlaps, so that one of them did not answer as it had to",
      "Compare both ledgers with `accord ledger verify`, and ask the partner for its node's log of this exchange.",
    );
    return;
  }
  decide(turn, toldOf(turn.context.agreement, bySlots, sides));
}

function sidesOf(turn: Turn): readonly CountedSide[] {
  const { overlap, self, partner } = turn.state;
  if (overlap?.own === undefined || overlap.partner === undefined || overlap.counted === undefined) return [];
  return [
    { agency: self, opening: overlap.own, groups: overlap.counted.ownGroups },
    { agency: partner, opening: overlap.partner, groups: overlap.counted.partnerGroups },
  ];
}

function refuseFault(turn: Turn, { code, reason }: OverlapFault): void {
  turn.refuse(code, reason, "The partner must find out why its node sent this, then begin a new exchange.");
}
