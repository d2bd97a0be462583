import { checkRecords } from "@accord/agreement";
import type { DisclosedPerson, MatchRecord } from "@accord/vocabulary";
import { accountOf, addDisclosure } from "../account.ts";
import { commitmentOf } from "../commitment.ts";
import { LIMITS } from "../limits.ts";
import { FlowKind, type LinkDecision, type MessageBody } from "../protocol.ts";
import { type OutgoingFlow, ownRefIn } from "../state.ts";
import type { Page } from "../tasks.ts";
import type { Turn } from "../turn.ts";

/** Begins to send a flow: as many batches as the window holds, then one for each that the partner acknowledges. */
export function startFlow(turn: Turn, kind: FlowKind): void {
  setFlow(turn, kind, {
    round: turn.state.round,
    nextIndex: 0,
    cursor: undefined,
    ended: false,
    awaiting: [],
    finished: false,
  });
  readNext(turn, kind, undefined);
}

/**
 * Reads the next batch of a flow whose window has room. Each batch is read in a transaction of its own, however wide the
 * window is, so that a whole flow never stands in memory.
 */
export function sendNext(turn: Turn): void {
  const kind = flowWithRoom(turn);
  if (kind === undefined) turn.worked("send");
  else readNext(turn, kind, turn.state.outgoing[kind]?.cursor);
}

function flowWithRoom(turn: Turn): FlowKind | undefined {
  return FlowKind.options.find((kind) => {
    const flow = turn.state.outgoing[kind];
    return flow !== undefined && !flow.ended && flow.awaiting.length < turn.context.window;
  });
}

/** Asks for another batch where a window has room for one. */
function goOnSending(turn: Turn): void {
  if (flowWithRoom(turn) === undefined) turn.worked("send");
  else turn.work({ kind: "send" });
}

function readNext(turn: Turn, kind: FlowKind, after: string | undefined): void {
  const { self, round } = turn.state;
  if (kind === "links") {
    turn.store({ kind: "discloseLinks", round, after, limit: LIMITS.linksPerBatch });
  } else if (kind === "left") {
    turn.store({ kind: "discloseLeft", after, limit: LIMITS.linksPerBatch });
  } else if (kind === "match") {
    turn.store({
      kind: "discloseMatch",
      plan: turn.planFrom(self, "match"),
      after,
      limit: LIMITS.personsPerBatch,
    });
  } else {
    turn.store({
      kind: "disclosePersons",
      plan: turn.planFrom(self, kind),
      round,
      after,
      limit: LIMITS.personsPerBatch,
    });
  }
}

/** Sends what was read, after checking it against the clauses once more: the receiver asserts the same. */
export function sendRecords(
  turn: Turn,
  kind: "match" | "linked" | "roster",
  records: readonly (MatchRecord | DisclosedPerson)[],
  page: Page,
): void {
  const plan = turn.planFrom(turn.state.self, kind);
  const refusal = records.length > 0 ? checkRecords(plan, records) : undefined;
  if (refusal !== undefined) {
    const batch = { flow: kind, index: 0, clause: refusal.clause, commitment: undefined };
    turn.record({ kind: "refusal", code: refusal.rule, batch });
    turn.halt(
      "exchange.disclosure_outside_agreement",
      "what was read for disclosure is not what the clauses grant; nothing was sent",
      "This is a fault of the software: keep the node's logs and report it.",
    );
    return;
  }
  if (turn.recordsToday("sent") + records.length > turn.context.agreement.ceilings.recordsPerDay) {
    turn.halt(
      "exchange.daily_ceiling",
      "more records would leave today than the agreement allows in a day",
      "Begin a new exchange tomorrow, or raise the ceiling by an amendment.",
    );
    return;
  }
  if (turn.recordsInTotal("sent") + records.length > turn.context.agreement.ceilings.recordsInTotal) {
    turn.halt(
      "exchange.total_ceiling",
      "more records would leave than the agreement allows while it lasts",
      "Ask whether so much is necessary; if it is, raise the ceiling by an amendment.",
    );
    return;
  }
  turn.countToday("sent", records.length);
  const account = accountOf(records);
  turn.update({
    disclosed: { ...turn.state.disclosed, [kind]: addDisclosure(turn.state.disclosed[kind] ?? {}, account) },
  });
  const content =
    kind === "match" ? { match: records as MatchRecord[] } : { persons: records as DisclosedPerson[] };
  const clauses = [
    ...new Set(plan.grants.filter((grant) => account[grant.attribute]).map((grant) => grant.clause)),
  ];
  const ownRefs = records.map((record) => record.ref);
  sendBatch(turn, kind, content, { records: records.length, account, clauses, ownRefs }, page);
}

export function sendLinks(turn: Turn, links: readonly LinkDecision[], page: Page): void {
  const ownRefs = links.map((link) => ownRefIn(turn.state, link));
  const told = { records: links.length, account: {}, clauses: [], ownRefs };
  sendBatch(turn, "links", { links: [...links] }, told, page);
}

/** Pseudonyms alone: that the agreement does not cover these persons any more. */
export function sendLeft(turn: Turn, refs: readonly string[], page: Page): void {
  sendBatch(
    turn,
    "left",
    { left: [...refs] },
    { records: refs.length, account: {}, clauses: [], ownRefs: [...refs] },
    page,
  );
}

function sendBatch(
  turn: Turn,
  kind: FlowKind,
  content: { match?: MatchRecord[]; links?: LinkDecision[]; persons?: DisclosedPerson[]; left?: string[] },
  told: { records: number; account: ReturnType<typeof accountOf>; clauses: string[]; ownRefs: string[] },
  page: Page,
): void {
  const flow = turn.state.outgoing[kind];
  if (flow === undefined) return;
  const { cursor, salt } = page;
  const commitment = commitmentOf(content, salt);
  const place = { flow: kind, round: flow.round, index: flow.nextIndex };
  turn.record({ kind: "disclosure", ...place, commitment, ...told, partnerRefs: [] });
  // The message's schema says mutable arrays where the domain's types are read-only.
  turn.send({
    kind: "batch",
    ...place,
    last: cursor === undefined,
    commitment,
    salt,
    ...content,
  } as MessageBody);
  setFlow(turn, kind, {
    ...flow,
    nextIndex: flow.nextIndex + 1,
    cursor,
    ended: cursor === undefined,
    awaiting: [...flow.awaiting, commitment],
  });
  goOnSending(turn);
}

/** The partner acknowledged the oldest batch under way. Answers whether that ended the flow. */
export function onReceived(
  turn: Turn,
  body: { flow: FlowKind; round: number; index: number; commitment: string },
): "finished" | "goesOn" {
  const flow = turn.state.outgoing[body.flow];
  if (
    flow === undefined ||
    flow.awaiting[0] !== body.commitment ||
    flow.nextIndex - flow.awaiting.length !== body.index ||
    flow.round !== body.round
  ) {
    turn.refuse(
      "exchange.acknowledgement_mismatch",
      "the partner acknowledged a batch that was not sent like that",
      "Compare both ledgers with `accord ledger verify`, then begin a new exchange.",
    );
    return "goesOn";
  }
  const awaiting = flow.awaiting.slice(1);
  const finished = flow.ended && awaiting.length === 0;
  setFlow(turn, body.flow, { ...flow, awaiting, finished });
  if (finished) return "finished";
  if (!flow.ended) readNext(turn, body.flow, flow.cursor);
  return "goesOn";
}

function setFlow(turn: Turn, kind: FlowKind, flow: OutgoingFlow): void {
  turn.update({ outgoing: { ...turn.state.outgoing, [kind]: flow } });
}
