import { checkRecords } from "@accord/agreement";
import { AccordError } from "@accord/vocabulary";
import { accountOf } from "../account.ts";
import { commitmentOf } from "../commitment.ts";
import { REFERRAL_PROTOCOL, type ReferralOutcome, type WithdrawalReason } from "./protocol.ts";
import {
  isReferrer,
  type ReferralAct,
  type ReferralResult,
  type ReferralState,
  type ReferralTurn,
} from "./state.ts";
import { referralTermsFrom, termsFault } from "./terms.ts";

/** The terms are asked before anything is read. */
export function onRefer(turn: ReferralTurn, act: Extract<ReferralAct, { kind: "refer" }>): void {
  const { state, context } = turn;
  const { service, subject, urgency, note, person } = act;
  const offer = { service, subject, urgency, noteCharacters: note?.length ?? 0, today: context.today.own };
  throwFault(termsFault(referralTermsFrom(context.agreement, state.self), { ...offer, persons: 1 }));
  turn.update({ service, subject, urgency });
  turn.store({ kind: "disclose", plan: turn.planFrom(state.self, "referral"), person, subject, note });
}

/** Sends what was read, after checking it against terms and clauses once more: the receiver asserts the same. */
export function onDisclosed(
  turn: ReferralTurn,
  { content, salt }: Extract<ReferralResult, { kind: "disclose" }>,
): void {
  const { state, context } = turn;
  const { service, subject, urgency } = state;
  const terms = referralTermsFrom(context.agreement, state.self);
  const plan = turn.planFrom(state.self, "referral");
  throwFault(
    termsFault(terms, {
      service,
      subject,
      urgency,
      persons: content.persons.length,
      noteCharacters: content.note?.length ?? 0,
      today: context.today.own,
    }),
  );
  const refusal = checkRecords(plan, content.persons);
  if (terms === undefined || refusal !== undefined) {
    throw new AccordError(
      "referral.disclosure_outside_agreement",
      "what was read for the referral is not what the clauses grant; nothing was sent",
      { where: refusal?.rule ?? "terms", remedy: "This is a fault of the software: report it." },
    );
  }
  const account = accountOf(content.persons);
  const commitment = commitmentOf(content, salt);
  const refs = content.persons.map((person) => person.ref);
  const answerBy = turn.after(terms.answerWithinHours[urgency]);
  turn.update({ persons: content.persons.length, refs, commitment, answerBy });
  turn.record({
    kind: "disclosure",
    tier: "referral",
    records: refs.length,
    commitment,
    clauses: plan.grants.filter((grant) => account[grant.attribute]).map((grant) => grant.clause),
    account,
    ownRefs: refs,
    partnerRefs: [],
  });
  turn.record({ kind: "turn", event: "offered", persons: refs.length });
  turn.enter("offered", state.self, {
    for: state.partner,
    reason: "the partner has not answered",
    next: "ask the partner, or withdraw: accord referral withdraw",
    until: answerBy,
  });
  turn.send({
    kind: "refer",
    protocol: REFERRAL_PROTOCOL,
    agreement: state.agreement,
    terms: terms.id,
    service,
    subject,
    urgency,
    answerBy,
    content,
    commitment,
    salt,
  });
}

/** The person no longer wants it, or it is no longer needed: what was sent must go. */
export function onWithdraw(turn: ReferralTurn, reason: WithdrawalReason): void {
  const { state } = turn;
  if (!isReferrer(state) || !["offered", "accepted"].includes(state.step))
    throw notPossible(state, "withdrawn");
  turn.update({ reason });
  turn.record({ kind: "turn", event: "withdrawn", code: reason, persons: state.persons });
  turn.enter("withdrawn", state.self);
  turn.send({ kind: "withdraw", reason });
}

export function onComplete(turn: ReferralTurn, outcome: ReferralOutcome): void {
  const { state } = turn;
  if (isReferrer(state) || state.step !== "accepted") throw notPossible(state, "completed");
  turn.update({ outcome });
  turn.record({ kind: "turn", event: "completed", code: outcome, persons: state.persons });
  turn.enter("completed", state.self);
  turn.send({ kind: "complete", outcome });
}

export function notPossible(state: ReferralState, what: string): AccordError {
  return new AccordError("referral.not_possible", `a referral that is ${state.step} cannot be ${what} here`, {
    where: state.id,
    remedy:
      "See `accord referral show`: who refers may withdraw, who was referred to may answer and complete.",
  });
}

function throwFault(fault: { code: string; reason: string } | undefined): void {
  if (fault === undefined) return;
  throw new AccordError(fault.code, fault.reason, {
    remedy: "See the agreement's terms of referral: accord agreement show.",
  });
}
