import { checkRecords } from "@accord/agreement";
import { AccordError } from "@accord/vocabulary";
import { accountOf } from "../account.ts";
import { commitmentOf } from "../commitment.ts";
import type { ReferralBody, RefusalReason, WithdrawalReason } from "./protocol.ts";
import { notPossible } from "./referrer.ts";
import { isReferrer, type ReferralTurn } from "./state.ts";
import { referralTermsFrom, termsFault } from "./terms.ts";

type Refer = Extract<ReferralBody, { kind: "refer" }>;

/** Checks an offer against terms and clauses before anything of it is kept; one thing outside rejects it whole. */
export function onReferOffered(turn: ReferralTurn, body: Refer, sentAt: string): void {
  const { state, context } = turn;
  const { service, subject, urgency, content, commitment } = body;
  const persons = content.persons.length;
  const terms = referralTermsFrom(context.agreement, state.partner);
  const plan = turn.planFrom(state.partner, "referral");
  const refs = content.persons.map((person) => person.ref);
  turn.update({ service, subject, urgency, persons, refs, commitment, answerBy: body.answerBy });
  const fault =
    termsFault(terms, {
      service,
      subject,
      urgency,
      persons,
      noteCharacters: content.note?.length ?? 0,
      today: context.today.partner,
    })?.code ??
    checkRecords(plan, content.persons)?.rule ??
    (commitmentOf(content, body.salt) === commitment ? undefined : "referral.commitment_mismatch") ??
    (content.linked.every((each) => refs.includes(each.ref)) ? undefined : "referral.linked_unknown") ??
    (hoursBetween(sentAt, body.answerBy) <= (terms?.answerWithinHours[urgency] ?? 0) + 1
      ? undefined
      : "referral.answer_time");
  if (fault !== undefined) {
    turn.record({ kind: "refusal", code: fault, commitment });
    turn.update({ reason: fault, refs: [] });
    turn.enter("rejected", state.self);
    return turn.send({ kind: "reject", code: fault });
  }
  const account = accountOf(content.persons);
  turn.store({ kind: "keepOffer", content });
  turn.update({ taken: true });
  turn.record({
    kind: "receipt",
    tier: "referral",
    records: persons,
    commitment,
    clauses: plan.grants.filter((grant) => account[grant.attribute]).map((grant) => grant.clause),
    account,
    ownRefs: [],
    partnerRefs: [],
  });
  turn.record({ kind: "turn", event: "received", persons });
  turn.enter("offered", state.partner, {
    for: state.self,
    reason: "staff here have not answered",
    next: "accord referral accept or accord referral refuse",
    until: body.answerBy,
  });
  turn.send({ kind: "taken", commitment });
}

export function onAccept(turn: ReferralTurn, person: string | undefined): void {
  const { state, context } = turn;
  if (isReferrer(state) || state.step !== "offered") throw notPossible(state, "accepted");
  if (!context.force.inForce) {
    throw new AccordError("conversation.not_in_force", context.force.reason, {
      where: context.force.code,
      remedy: "Refuse it, or have both parties sign an agreement that is valid today.",
    });
  }
  if (state.answerBy !== undefined && state.answerBy < context.at) {
    throw new AccordError("referral.too_late", "the time to answer this referral is over", {
      where: state.id,
      remedy: "Ask the partner to refer the person again.",
    });
  }
  turn.store({ kind: "take", plan: turn.planFrom(state.partner, "referral"), person });
}

/** What was offered is in the registry now. */
export function onTake(turn: ReferralTurn): void {
  const { state, context } = turn;
  const days = referralTermsFrom(context.agreement, state.partner)?.completeWithinDays ?? 0;
  const completeBy = turn.after(days * 24);
  turn.update({ completeBy });
  turn.record({ kind: "turn", event: "accepted", persons: state.persons });
  turn.enter("accepted", state.self, {
    for: state.self,
    reason: "the service is to be given",
    next: "accord referral complete, once it was",
    until: completeBy,
  });
  turn.send({ kind: "accept", completeBy });
}

export function onRefuse(turn: ReferralTurn, reason: RefusalReason): void {
  const { state } = turn;
  if (isReferrer(state) || state.step !== "offered") throw notPossible(state, "refused");
  turn.store({ kind: "destroy" });
  turn.update({ reason });
  turn.record({ kind: "turn", event: "refused", code: reason, persons: state.persons });
  turn.enter("refused", state.self);
  turn.send({ kind: "refuse", reason });
}

/** A service that was given was given: what completed stays. In every other step what was received goes. */
export function withdrawn(turn: ReferralTurn, reason: WithdrawalReason, by: string): void {
  const { state } = turn;
  if (state.step === "completed" || state.step === "withdrawn") return;
  if (state.step === "offered" || state.step === "accepted") turn.store({ kind: "destroy" });
  turn.update({ reason });
  turn.record({ kind: "turn", event: "withdrawn", code: reason, persons: state.persons });
  turn.enter("withdrawn", by);
}

const hoursBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 3_600_000;
