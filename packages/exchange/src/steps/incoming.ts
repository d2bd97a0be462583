import { checkRecords } from "@accord/agreement";
import { accountOf } from "../account.ts";
import { tooManyLinks } from "../circuit-breaker.ts";
import { commitmentOf } from "../commitment.ts";
import type { FlowKind, LinkDecision, MessageBody } from "../protocol.ts";
import { isDelta, isMatcher, ownRefIn } from "../state.ts";
import type { Turn } from "../turn.ts";
import { misplacedInDelta, mostInDelta, onDeltaFlowReceived } from "./delta.ts";
import { enterReceiptWhenReconciled, enterReconcile } from "./reconcile.ts";

type Batch = Extract<MessageBody, { kind: "batch" }>;

/** Checks a batch against the clauses whole, then hands it to the store and acknowledges it; or refuses it whole. */
export function onBatch(turn: Turn, batch: Batch): void {
  const problem = misplaced(turn, batch);
  if (problem !== undefined) {
    refuse(turn, batch, "exchange.batch_misplaced", problem, undefined);
    return;
  }
  const content = contentOf(batch);
  if (content === undefined || commitmentOf(content, batch.salt) !== batch.commitment) {
    refuse(
      turn,
      batch,
      "exchange.commitment_mismatch",
      "the batch is not what its commitment says",
      undefined,
    );
    return;
  }
  const excess = beyondWhatWasTold(turn, batch);
  if (excess !== undefined) {
    refuse(turn, batch, excess.code, excess.reason, undefined);
    return;
  }
  const records = batch.match ?? batch.persons ?? [];
  const plan =
    batch.flow === "links" || batch.flow === "left"
      ? undefined
      : turn.planFrom(turn.state.partner, batch.flow);
  const before = turn.state.incoming[batch.flow]?.persons ?? 0;
  const today = {
    records: turn.recordsToday("received"),
    ceiling: turn.context.agreement.ceilings.recordsPerDay,
  };
  const total = {
    records: turn.recordsInTotal("received"),
    ceiling: turn.context.agreement.ceilings.recordsInTotal,
  };
  const refusal =
    plan && records.length > 0
      ? checkRecords(plan, records, { personsBefore: before, today, total })
      : undefined;
  if (refusal !== undefined) {
    refuse(
      turn,
      batch,
      `exchange.batch_refused.${refusal.rule}`,
      `the batch was refused whole: ${refusal.message}`,
      refusal.clause,
    );
    return;
  }
  if (plan !== undefined && batch.flow === "match") {
    turn.store({ kind: "stage", plan, index: batch.index, records: batch.match ?? [] });
  } else if (plan !== undefined && (batch.flow === "linked" || batch.flow === "roster")) {
    turn.store({ kind: "applyPersons", plan, tier: batch.flow, persons: batch.persons ?? [] });
  } else if (batch.flow === "left") {
    turn.store({ kind: "applyLeft", refs: batch.left ?? [] });
  } else {
    turn.store({ kind: "applyLinks", round: batch.round, links: batch.links ?? [] });
  }
  turn.countToday("received", records.length);
  const account = accountOf(records);
  turn.record({
    kind: "receipt",
    flow: batch.flow,
    round: batch.round,
    index: batch.index,
    records: records.length + (batch.links?.length ?? 0) + (batch.left?.length ?? 0),
    commitment: batch.commitment,
    clauses: plan
      ? [...new Set(plan.grants.filter((grant) => account[grant.attribute]).map((grant) => grant.clause))]
      : [],
    account,
    ownRefs: (batch.links ?? []).map((link) => ownRefIn(turn.state, link)),
    partnerRefs: batch.left ?? records.map((record) => record.ref),
  });
  turn.send({
    kind: "received",
    flow: batch.flow,
    round: batch.round,
    index: batch.index,
    commitment: batch.commitment,
  });
  turn.update({
    incoming: {
      ...turn.state.incoming,
      [batch.flow]: {
        round: batch.round,
        nextIndex: batch.index + 1,
        persons: before + records.length + linksCounted(batch) + (batch.left?.length ?? 0),
        finished: batch.last,
      },
    },
  });
  if (batch.last) finishIncoming(turn, batch.flow);
}

function finishIncoming(turn: Turn, flow: FlowKind): void {
  if (isDelta(turn.state) && (flow === "match" || flow === "links")) onDeltaFlowReceived(turn, flow);
  else if (flow === "match") turn.work({ kind: "match" });
  else if (flow === "links") enterReconcile(turn);
  else enterReceiptWhenReconciled(turn);
}

const linksCounted = (batch: Batch): number =>
  (batch.links ?? []).filter(({ verdict }) => verdict === "linked").length;

/**
 * A partner is held to its own word: no more persons than its snapshot pinned, and no more links than the agreement
 * takes for plausible. What both signed, one side alone cannot wave aside; so a matching party that claims everybody as
 * linked gets nobody's linked tier.
 */
function beyondWhatWasTold(turn: Turn, batch: Batch): { code: string; reason: string } | undefined {
  const { partnerSnapshot, snapshot, incoming } = turn.state;
  const before = incoming[batch.flow]?.persons ?? 0;
  const theirs = partnerSnapshot?.persons ?? 0;
  if (isDelta(turn.state)) return beyondDelta(turn, batch);
  if (batch.flow !== "links") {
    const persons = (batch.match ?? batch.persons ?? []).length;
    return before + persons > theirs
      ? {
          code: "exchange.beyond_snapshot",
          reason: "more persons came than the partner's snapshot pinned",
        }
      : undefined;
  }
  const linked = linksIn(batch);
  if (twiceLinked(turn, linked)) {
    return { code: "exchange.links_not_one_to_one", reason: "a person is linked twice" };
  }
  const implausible = tooManyLinks(turn.context.agreement, {
    linked: before + linked.length,
    ownPersons: snapshot?.persons ?? 0,
    partnerPersons: theirs,
  });
  return batch.round === 0 ? implausible : undefined;
}

const linksIn = (batch: Batch) => (batch.links ?? []).filter(({ verdict }) => verdict === "linked");

function twiceLinked(turn: Turn, linked: readonly LinkDecision[]): boolean {
  const sides = [linked.map((link) => link.matcherRef), linked.map((link) => link.supplierRef)];
  return (
    turn.context.agreement.matching.policy.oneToOne && sides.some((refs) => new Set(refs).size < refs.length)
  );
}

/** A delta holds the partner to what its snapshot told of changes, and its links to what was compared. */
function beyondDelta(turn: Turn, batch: Batch): { code: string; reason: string } | undefined {
  const linked = linksIn(batch);
  if (twiceLinked(turn, linked)) {
    return { code: "exchange.links_not_one_to_one", reason: "a person is linked twice" };
  }
  const before = turn.state.incoming[batch.flow]?.persons ?? 0;
  const here = (batch.match ?? batch.persons ?? batch.left ?? linked).length;
  const most = mostInDelta(turn, batch.flow);
  if (before + here <= most) return undefined;
  return batch.flow === "links"
    ? { code: "exchange.too_many_links", reason: "more persons are linked than were compared" }
    : { code: "exchange.beyond_snapshot", reason: "more persons came than the partner's snapshot pinned" };
}

/** Where a batch may come: each flow from the right party, in the right step, in order. */
function misplaced(turn: Turn, batch: Batch): string | undefined {
  const { state } = turn;
  const matcher = isMatcher(state);
  if (isDelta(state) && batch.round === 0) {
    const problem = misplacedInDelta(turn, batch.flow, batch.index);
    return problem ?? outOfOrder(turn, batch);
  }
  if (batch.flow === "left") return "nobody leaves the scope in a whole exchange";
  if (batch.flow === "match" && (!matcher || state.step !== "match")) return "no match batch is expected now";
  if (batch.flow === "links") {
    if (matcher) return "only the matching party decides links";
    const nextRound = state.step === "done" && batch.round === state.round + 1 && batch.index === 0;
    if (nextRound) turn.startRound(batch.round);
    else if (turn.state.step === "match" && batch.index === 0) turn.enter("adjudicate");
    if (turn.state.step !== "adjudicate") return "no links are expected now";
  }
  if ((batch.flow === "linked" || batch.flow === "roster") && state.step !== "reconcile") {
    return "no persons are expected now";
  }
  return outOfOrder(turn, batch);
}

function outOfOrder(turn: Turn, batch: Batch): string | undefined {
  const standing = turn.state.incoming[batch.flow];
  const expected = standing?.round === batch.round ? standing.nextIndex : 0;
  if (batch.round !== turn.state.round || batch.index !== expected || standing?.finished === true) {
    return "the batch is out of order";
  }
  return undefined;
}

function contentOf(batch: Batch): object | undefined {
  if (batch.flow === "left" || batch.left !== undefined)
    return batch.flow === "left" && batch.left && !batch.match && !batch.links && !batch.persons
      ? { left: batch.left }
      : undefined;
  if (batch.flow === "match")
    return batch.match && !batch.links && !batch.persons ? { match: batch.match } : undefined;
  if (batch.flow === "links")
    return batch.links && !batch.match && !batch.persons ? { links: batch.links } : undefined;
  return batch.persons && !batch.match && !batch.links ? { persons: batch.persons } : undefined;
}

function refuse(turn: Turn, batch: Batch, code: string, reason: string, clause: string | undefined): void {
  const { flow, index, commitment } = batch;
  turn.record({ kind: "refusal", code, batch: { flow, index, clause, commitment } });
  turn.halt(code, reason, "The partner must find out why its node sent this; nothing of the batch was kept.");
}
