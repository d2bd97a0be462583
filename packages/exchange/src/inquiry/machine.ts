import { AccordError } from "@accord/vocabulary";
import { commitmentOf } from "../commitment.ts";
import type { ConversationMachine, ConversationNote } from "../conversation/conversation.ts";
import { ConversationTurn } from "../conversation/turn.ts";
import { type AskedPerson, type AssistanceFinding, INQUIRY_PROTOCOL, type InquiryBody } from "./protocol.ts";
import {
  freshInquiry,
  type InquiryAct,
  type InquiryResult,
  type InquiryState,
  type InquiryTask,
  type InquiryTurn,
} from "./state.ts";
import { assistanceTermsFrom, questionFault } from "./terms.ts";

/** Hours in which a node answers a question on a list: it does so by itself. */
const ANSWER_HOURS = 24;

type Answer = Extract<InquiryBody, { kind: "answer" }>;
type Ask = Extract<InquiryBody, { kind: "ask" }>;

/** A question on one distribution list, answered by the partner's node with what the clause lets it tell and no more. */
export const inquiryMachine: ConversationMachine<
  InquiryState,
  InquiryBody,
  InquiryAct,
  InquiryTask,
  InquiryResult
> = {
  kind: "inquiry",
  agreementOf: (body) => (body.kind === "ask" ? body.agreement : undefined),
  fresh: freshInquiry,
  transition: (state, event, context) => {
    const turn: InquiryTurn = new ConversationTurn(state, context);
    switch (event.kind) {
      case "act":
        turn.update({ list: event.act.list });
        turn.store({
          kind: "gather",
          plan: turn.planFrom(state.self, "assistance"),
          persons: event.act.persons,
        });
        break;
      case "message":
        onMessage(turn, event.message.body);
        break;
      case "result":
        onResult(turn, event.result);
        break;
      case "due":
        onDue(turn);
        break;
      case "undelivered":
        if (state.step === "asked") declined(turn, event.code, state.self);
        break;
    }
    return { state: turn.state, effects: turn.effects };
  },
};

function onMessage(turn: InquiryTurn, body: InquiryBody): void {
  const { state } = turn;
  const asker = state.opener === state.self;
  switch (body.kind) {
    case "ask":
      if (!asker && state.step === "opening") onAsk(turn, body);
      return;
    case "answer":
      if (asker && state.step === "asked") onAnswer(turn, body);
      return;
    case "decline":
      if (asker && state.step === "asked") declined(turn, body.code, state.partner);
      return;
    case "received":
      if (!asker && state.step === "answered" && body.commitment === state.commitment)
        turn.enter("done", state.partner);
      return;
  }
}

function onResult(turn: InquiryTurn, result: InquiryResult): void {
  if (result.kind === "gather") ask(turn, result.asked, result.salt);
  else if (result.kind === "look") answer(turn, result);
}

function ask(turn: InquiryTurn, asked: readonly AskedPerson[], salt: string): void {
  const { state, context } = turn;
  const { list } = state;
  if (list === undefined) throw new Error("a question is on a list");
  const terms = assistanceTermsFrom(context.agreement, state.partner);
  const persons = asked.length;
  const day = context.at.slice(0, 10);
  const fault = questionFault(terms, { list, persons, today: context.today.own, day });
  if (terms === undefined || fault !== undefined) {
    throw new AccordError(fault?.code ?? "assistance.not_granted", fault?.reason ?? "", {
      remedy: "See the agreement's terms on distribution lists: accord agreement show.",
    });
  }
  const commitment = commitmentOf({ list, persons: asked }, salt);
  const own = asked.map((person) => person.ref);
  turn.update({ persons, commitment });
  turn.record(crossed(turn, "disclosure", state.self, commitment, { own, bytes: sizeOf(asked) }));
  turn.record({ kind: "turn", event: "asked", persons });
  turn.enter("asked", state.self, {
    for: state.partner,
    reason: "the partner's node has not answered",
    next: "ask again, or distribute without the answer",
    until: turn.after(ANSWER_HOURS),
  });
  turn.send({
    kind: "ask",
    protocol: INQUIRY_PROTOCOL,
    agreement: state.agreement,
    terms: terms.id,
    list,
    persons: [...asked],
    commitment,
    salt,
  });
}

/** Judges the question by the same terms as who asked; one thing outside, and nothing is looked up. */
function onAsk(turn: InquiryTurn, { list, persons: asked, commitment, salt }: Ask): void {
  const { state, context } = turn;
  const persons = asked.length;
  turn.update({ list, persons, commitment });
  const terms = assistanceTermsFrom(context.agreement, state.self);
  const day = context.at.slice(0, 10);
  const granted = (from: string) => turn.planFrom(from, "assistance").grants.length > 0;
  const fault =
    questionFault(terms, { list, persons, today: context.today.partner, day })?.code ??
    (granted(state.partner) && granted(state.self) ? undefined : "assistance.not_granted") ??
    (isOnce(asked) ? undefined : "assistance.person_repeated") ??
    (commitmentOf({ list, persons: asked }, salt) === commitment
      ? undefined
      : "assistance.commitment_mismatch");
  if (fault !== undefined || terms === undefined) return decline(turn, fault ?? "assistance.not_granted");
  const partner = asked.map((person) => person.linkedRef);
  turn.record(crossed(turn, "receipt", state.partner, commitment, { partner, bytes: sizeOf(asked) }));
  const plan = turn.planFrom(state.self, "assistance");
  turn.store({ kind: "look", plan, terms, list, asked });
}

function answer(turn: InquiryTurn, result: Extract<InquiryResult, { kind: "look" }>): void {
  const { state } = turn;
  if (result.declined !== undefined) return decline(turn, result.declined);
  const findings = [...result.findings];
  const commitment = commitmentOf({ findings }, result.salt);
  const own = [...new Set(findings.map((finding) => finding.about))];
  turn.update({ found: own.length, commitment });
  turn.record(crossed(turn, "disclosure", state.self, commitment, { own, bytes: sizeOf(findings) }));
  turn.record({ kind: "turn", event: "answered", persons: state.persons, found: own.length });
  turn.enter("answered", state.self, {
    for: state.partner,
    reason: "the partner's node has not confirmed the answer",
    next: "nothing: it is sent again until it is taken",
    until: turn.after(ANSWER_HOURS),
  });
  turn.send({ kind: "answer", findings, commitment, salt: result.salt });
}

/** Takes what the clause grants and nothing else: a date where it says yes or no refuses the answer whole. */
function onAnswer(turn: InquiryTurn, { findings, commitment, salt }: Answer): void {
  const { state } = turn;
  const plan = turn.planFrom(state.partner, "assistance");
  const [grant] = plan.grants;
  const refs = personsIn(findings);
  const told = findings.every((finding) =>
    grant?.transformation === "present"
      ? finding.cycle === undefined && finding.on === undefined
      : finding.cycle !== undefined,
  );
  const fault =
    grant === undefined
      ? "assistance.not_granted"
      : commitmentOf({ findings }, salt) !== commitment
        ? "assistance.commitment_mismatch"
        : !told || refs.length > state.persons
          ? "assistance.answer_outside_clause"
          : undefined;
  if (fault !== undefined || state.list === undefined) {
    turn.record({ kind: "refusal", code: fault ?? "assistance.not_granted", commitment });
    return declined(turn, fault ?? "assistance.not_granted", state.self);
  }
  turn.store({ kind: "keep", plan, list: state.list, findings });
  turn.update({ found: refs.length, commitment });
  turn.record(crossed(turn, "receipt", state.partner, commitment, { own: refs, bytes: sizeOf(findings) }));
  turn.record({ kind: "turn", event: "answered", persons: state.persons, found: refs.length });
  turn.enter("done", state.partner);
  turn.send({ kind: "received", commitment });
}

function decline(turn: InquiryTurn, code: string): void {
  const { commitment } = turn.state;
  turn.record({ kind: "refusal", code, ...(commitment === undefined ? {} : { commitment }) });
  declined(turn, code, turn.state.self);
  turn.send({ kind: "decline", code });
}

function declined(turn: InquiryTurn, code: string, by: string): void {
  turn.update({ reason: code });
  turn.record({ kind: "turn", event: "declined", code, persons: turn.state.persons });
  turn.enter("declined", by);
}

function onDue(turn: InquiryTurn): void {
  const { waits } = turn.state;
  if (waits !== undefined && waits.until <= turn.context.at)
    turn.update({ waits: { ...waits, overdue: true } });
}

function crossed(
  turn: InquiryTurn,
  kind: "disclosure" | "receipt",
  from: string,
  commitment: string,
  { own = [], partner = [], bytes }: { own?: readonly string[]; partner?: readonly string[]; bytes: number },
): ConversationNote {
  const records = own.length + partner.length;
  return {
    kind,
    tier: "assistance",
    records,
    commitment,
    clauses: turn.planFrom(from, "assistance").grants.map((grant) => grant.clause),
    account: { "person.assistance": { values: records, withheld: 0, bytes } },
    ownRefs: own,
    partnerRefs: partner,
  };
}

const personsIn = (findings: readonly AssistanceFinding[]): readonly string[] => [
  ...new Set(findings.map((finding) => finding.ref)),
];

const isOnce = (asked: readonly AskedPerson[]): boolean =>
  new Set(asked.map((person) => person.ref)).size === asked.length &&
  new Set(asked.map((person) => person.linkedRef)).size === asked.length;

const sizeOf = (content: unknown): number => Buffer.byteLength(JSON.stringify(content));
