import type { Implausible } from "../circuit-breaker.ts";
import { implausibleOverlap } from "../circuit-breaker.ts";
import type { ChangeCounts, FlowKind } from "../protocol.ts";
import { type ExchangeState, isMatcher } from "../state.ts";
import type { Turn } from "../turn.ts";
import { startFlow } from "./outgoing.ts";
import { finishRound } from "./receipt.ts";
import { enterReconcile } from "./reconcile.ts";

/*
 * A delta is an exchange in which each side sends what changed since one that both finished. Whoever is new is compared
 * by the side to which they are new: the supplying party's new persons go to the matching party as ever; the matching
 * party's go to the supplying party where clauses grant it the match tier, and else the supplying party sends those of its
 * persons who are not linked once more (docs/decisions/0021-new-persons-in-a-delta.md). The supplying party compares and
 * tells first, so that the matching party's links stand on what is linked by then.
 */

interface Course {
  readonly supplierCompares: boolean;
  readonly supplierTells: boolean;
  readonly supplierSends: boolean;
  /** The supplying party sends who is not linked again, since it may not be sent the matching party's new persons. */
  readonly supplierResends: boolean;
  readonly matcherTells: boolean;
}

/** How the delta goes, which both sides know from both snapshots and the clauses. */
function courseOf(turn: Turn): Course {
  const { own, theirs } = changesOf(turn.state);
  const [matcher, supplier] = isMatcher(turn.state) ? [own, theirs] : [theirs, own];
  const granted = turn.planFrom(turn.state.matcher, "match").grants.length > 0;
  const supplierCompares = matcher.fresh > 0 && granted;
  const supplierResends = matcher.fresh > 0 && !granted;
  const supplierSends = supplier.fresh > 0 || supplierResends;
  return {
    supplierCompares,
    supplierTells: supplierCompares || supplier.words > 0,
    supplierSends,
    supplierResends,
    matcherTells: supplierSends || matcher.words > 0,
  };
}

const NONE: ChangeCounts = { fresh: 0, left: 0, words: 0 };

function changesOf({ snapshot, partnerSnapshot }: ExchangeState): {
  own: ChangeCounts;
  theirs: ChangeCounts;
} {
  return { own: snapshot?.changes ?? NONE, theirs: partnerSnapshot?.changes ?? NONE };
}

/** Both snapshots are known: where nothing changed on either side, that is all. */
export function enterDelta(turn: Turn): void {
  const { snapshot, partnerSnapshot } = turn.state;
  const counts = [snapshot, partnerSnapshot].flatMap((side) => [
    side?.persons ?? 0,
    ...Object.values(side?.changes ?? NONE),
  ]);
  if (counts.every((count) => count === 0)) {
    finishRound(turn);
    return;
  }
  turn.enter("match");
  turn.update({ comparing: "supplier" });
  const { supplierCompares, supplierTells } = courseOf(turn);
  if (supplierCompares) {
    if (isMatcher(turn.state)) startFlow(turn, "match");
  } else if (supplierTells) {
    if (!isMatcher(turn.state)) startFlow(turn, "links");
  } else matcherCompares(turn);
}

function matcherCompares(turn: Turn): void {
  const { supplierSends, supplierResends, matcherTells } = courseOf(turn);
  turn.update({ comparing: "matcher" });
  if (supplierSends) {
    if (turn.state.step !== "match") turn.enter("match");
    if (isMatcher(turn.state)) return;
    if (supplierResends) pinUnlinked(turn, false);
    else startFlow(turn, "match");
  } else if (matcherTells) {
    if (isMatcher(turn.state)) startFlow(turn, "links");
  } else enterReconcile(turn);
}

function pinUnlinked(turn: Turn, candidate: boolean): void {
  turn.store({ kind: "pinUnlinked", plan: turn.planFrom(turn.state.self, "linked"), candidate });
}

export function onUnlinkedPinned(turn: Turn, candidate: boolean): void {
  if (candidate) turn.work({ kind: "match" });
  else startFlow(turn, "match");
}

/** The last batch of a flow came. */
export function onDeltaFlowReceived(turn: Turn, flow: "match" | "links"): void {
  if (flow === "match") pinUnlinked(turn, true);
  else onDecisionsTold(turn);
}

export const onDeltaLinksSent = (turn: Turn): void => onDecisionsTold(turn);

function onDecisionsTold(turn: Turn): void {
  if (turn.state.comparing === "supplier") matcherCompares(turn);
  else enterReconcile(turn);
}

/** Where a delta's batch may come: each flow from the right party, when it is its turn. */
export function misplacedInDelta(turn: Turn, flow: FlowKind, index: number): string | undefined {
  const { step, comparing } = turn.state;
  const compares = (comparing === "matcher") === isMatcher(turn.state);
  if (flow === "match") {
    return compares && step === "match" ? undefined : "no match batch is expected now";
  }
  if (flow === "links") {
    if (compares || comparing === undefined) return "no links are expected now";
    if (step === "match" && index === 0) turn.enter("adjudicate");
    return turn.state.step === "adjudicate" ? undefined : "no links are expected now";
  }
  return step === "reconcile" ? undefined : "no persons are expected now";
}

/** Most persons that a flow of the partner may bring in this delta, by its own word and the clauses. */
export function mostInDelta(turn: Turn, flow: FlowKind): number {
  const { partnerSnapshot, match, incoming } = turn.state;
  const { theirs, own } = changesOf(turn.state);
  const pinned = partnerSnapshot?.persons ?? 0;
  const ceiling = turn.context.agreement.ceilings.personsPerExchange;
  const resent = courseOf(turn).supplierResends;
  switch (flow) {
    case "match":
      return resent && isMatcher(turn.state) ? ceiling : theirs.fresh;
    case "links":
      return (resent ? ceiling : own.fresh) + theirs.words;
    // Whoever was compared at the partner is linked by now, and its changes alone do not count them.
    case "linked":
      return (
        pinned + (match?.linked ?? 0) + (incoming.links?.persons ?? 0) + own.words + theirs.words + own.fresh
      );
    case "roster":
      return pinned;
    case "left":
      return theirs.left;
  }
}

/**
 * Of new persons any share may be known to the other side. Where they are as many as the agreement tells at least, they are
 * held to the greatest share that it expects; fewer tell nothing by their share.
 */
export function implausibleOfNew(turn: Turn, linked: number): Implausible | undefined {
  const { own, theirs } = changesOf(turn.state);
  const { agreement } = turn.context;
  const compared = courseOf(turn).supplierResends ? own.fresh + theirs.fresh : theirs.fresh;
  if (compared < agreement.minimumOverlapTold) return undefined;
  const { maximum } = agreement.circuitBreaker.expectedOverlap;
  const bounds = { ...agreement.circuitBreaker, expectedOverlap: { minimum: 0, maximum } };
  return implausibleOverlap(
    { ...agreement, circuitBreaker: bounds, minimumOverlapTold: 0 },
    { linked, waiting: 0, ownPersons: compared, partnerPersons: compared },
  );
}
