import type { OverlapRun } from "../../overlap/message.ts";
import type { OverlapTold } from "../../overlap/told.ts";
import type { Turn } from "../../turn.ts";
import { enterMatch } from "../match.ts";
import { refuseMisplaced, updateOverlap } from "./change.ts";
import { beginRun } from "./open.ts";

/** The estimate is known to both: the exchange ends, waits for staff, or goes on, as the agreement says. */
export function decide(turn: Turn, told: OverlapTold): void {
  const { overlap } = turn.context.agreement;
  tell(turn, told);
  if (told.kind === "estimated" && overlap !== undefined && told.high < overlap.stopBelow) {
    turn.halt(
      "exchange.overlap_below",
      `fewer than ${overlap.stopBelow} persons are in both registries, for which the agreement discloses nobody`,
      "Nothing is to be done. If it should go on all the same, lower overlap.stopBelow by an amendment.",
    );
    return;
  }
  if (overlap?.goOn === "whenBothConfirm") {
    turn.hold(
      "exchange.overlap_confirm",
      `${inWords(told)}; the agreement discloses nobody before staff of both parties have seen this`,
      "Look at the estimate with `accord exchange report`, then let it go on with `accord exchange resume --go-on`, or stop it with `accord exchange stop`.",
    );
    return;
  }
  pass(turn);
}

/** The matching party counted too few: it does not answer, and its staff look at why so few are in scope. */
export function tellTooSmall(turn: Turn): void {
  const { minimumOverlapTold } = turn.context.agreement;
  turn.send({ kind: "overlapTooSmall", run: "estimate" });
  tell(turn, { kind: "fewerThan", fewerThan: minimumOverlapTold });
  turn.hold(
    "exchange.overlap_too_small",
    `fewer than ${minimumOverlapTold} persons seem to be in both registries; the agreement does not tell how many, as this could be a probe with guessed people`,
    "Ask the partner why so few are in scope. If it is right, let it go on with `accord exchange resume --go-on`.",
  );
}

/** The supplying party is told no more than that it is too small; whether to go on is the matching party's to say first. */
export function onTooSmall(turn: Turn, run: OverlapRun): void {
  const { overlap, matcher, partner } = turn.state;
  if (overlap?.run !== run || run !== "estimate" || matcher !== partner || overlap.told !== undefined) {
    refuseMisplaced(turn);
    return;
  }
  decide(turn, { kind: "fewerThan", fewerThan: turn.context.agreement.minimumOverlapTold });
}

/** This side goes on. */
export function pass(turn: Turn): void {
  const { overlap } = turn.state;
  if (overlap === undefined || overlap.passed) return;
  updateOverlap(turn, { passed: true });
  turn.send({ kind: "overlapPassed", run: overlap.run });
  goOn(turn);
}

export function onPassed(turn: Turn, run: OverlapRun): void {
  const { overlap } = turn.state;
  if (overlap?.run !== run || overlap.partnerPassed) {
    refuseMisplaced(turn);
    return;
  }
  updateOverlap(turn, { partnerPassed: true });
  goOn(turn);
}

/** A member of staff saw the estimate and lets the exchange go on; what the circuit breaker will say stays open. */
export function confirmOverlap(
  turn: Turn,
  confirmed: { readonly by: string; readonly reason: string },
): void {
  updateOverlap(turn, { confirmed });
  const run = turn.state.overlap?.run ?? "estimate";
  turn.record({ kind: "overlap", event: "confirmed", run, persons: undefined, commitment: undefined });
  pass(turn);
}

function goOn(turn: Turn): void {
  const { overlap } = turn.state;
  if (overlap === undefined || !overlap.passed || !overlap.partnerPassed) return;
  const links = (turn.context.agreement.overlap?.linkBy.length ?? 0) > 0;
  if (overlap.run === "estimate" && links) {
    beginRun(turn, "link");
    return;
  }
  turn.store({ kind: "forgetOverlap" });
  enterMatch(turn);
}

/** What was counted is told, and the counts themselves, which may be below what may be told, are not kept. */
function tell(turn: Turn, told: OverlapTold): void {
  updateOverlap(turn, { told, counted: undefined });
  turn.record({
    kind: "overlap",
    event: "counted",
    run: "estimate",
    persons: told.kind === "estimated" ? told.persons : undefined,
    commitment: undefined,
  });
}

const inWords = (told: OverlapTold): string =>
  told.kind === "estimated"
    ? `about ${told.persons} persons (${told.low} to ${told.high}) are in both registries`
    : `fewer than ${told.fewerThan} persons are in both registries`;
