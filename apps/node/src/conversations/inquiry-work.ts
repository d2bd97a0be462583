import { randomBytes } from "node:crypto";
import type {
  AssistanceFinding,
  ConversationWork,
  HeldAgreement,
  InquiryResult,
  InquiryState,
  InquiryTask,
} from "@accord/exchange";
import {
  assistanceOverlapping,
  keepFindings,
  linkedByRef,
  linkedOwnPersons,
  mostOftenAsked,
  personsInquired,
  pinPersons,
  recordDisclosure,
  recordInquired,
  type Session,
} from "@accord/registry";
import type { WorkParts } from "../exchange/work-parts.ts";
import { pseudonym } from "../keys/pseudonym.ts";
import { actPseudonym } from "./act-pseudonym.ts";

interface Turn {
  readonly parts: WorkParts;
  readonly session: Session;
  readonly state: InquiryState;
  readonly held: HeldAgreement;
  readonly at: string;
}

/** Findings told of one person: what a partner needs is that there are some. */
const FINDINGS_A_PERSON = 10;
const DAY_MILLISECONDS = 86_400_000;

/** The registry's side of questions on distribution lists. */
export function inquiryWork(
  parts: WorkParts,
): ConversationWork<Session, InquiryState, InquiryTask, InquiryResult> {
  return async (session, state, held, task, at) => {
    const turn = { parts, session, state, held, at };
    switch (task.kind) {
      case "gather":
        return gather(turn, task);
      case "look":
        return look(turn, task);
      case "keep":
        await keep(turn, task);
        return { kind: "keep" };
    }
  };
}

/** Who of the list is linked with the partner and may be told to it: to ask is to say that they are on the list. */
async function gather(
  { parts, session, state, held, at }: Turn,
  { plan, persons }: Extract<InquiryTask, { kind: "gather" }>,
): Promise<InquiryResult> {
  const { context, keys } = parts;
  const { agreement, digest } = held;
  const linked = await linkedOwnPersons(session, { agreement: digest, partner: state.partner, persons });
  const refOf = actPseudonym(keys.pseudonym, agreement.id, state.id);
  const { refs } = await pinPersons(session, context, { act: state.id, plan, persons: [...linked], refOf });
  const told = [...refs.keys()].map((person) => ({ person, consented: true }));
  await recordDisclosure(session, context, state.id, plan, told);
  const byRef = new Map([...refs].map(([person, ref]) => [ref, person]));
  await recordInquired(session, { id: state.id, direction: "asked", day: at.slice(0, 10), persons: byRef });
  // In order of pseudonym, so that the order tells nothing of the list.
  const asked = [...byRef]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([ref, person]) => ({
      ref,
      linkedRef: pseudonym(keys.pseudonym, "person", agreement.id, person),
    }));
  return { kind: "gather", asked, salt: randomBytes(32).toString("base64url") };
}

/** Who of them has the same here in an overlapping cycle, and may be told so. Whoever may not is answered as who has none. */
async function look(
  { parts, session, state, held, at }: Turn,
  { plan, terms, list, asked }: Extract<InquiryTask, { kind: "look" }>,
): Promise<InquiryResult> {
  const { context, keys } = parts;
  const { partner, id } = state;
  const salt = randomBytes(32).toString("base64url");
  const day = at.slice(0, 10);
  const byLinkedRef = await linkedByRef(session, {
    agreement: held.digest,
    partner,
    refs: asked.map((each) => each.linkedRef),
  });
  const persons = [...new Set(byLinkedRef.values())];
  if ((await mostOftenAsked(session, { persons, partner, day })) >= terms.questionsPerPerson)
    return { kind: "look", findings: [], salt, declined: "assistance.asked_too_often" };
  const refOfPerson = new Map(
    asked.flatMap(({ ref, linkedRef }) => {
      const person = byLinkedRef.get(linkedRef);
      return person === undefined ? [] : [[person, ref] as const];
    }),
  );
  await recordInquired(session, {
    id,
    direction: "answered",
    day,
    persons: new Map([...refOfPerson].map(([person, ref]) => [ref, person])),
  });
  const { kind, cycle } = list;
  const assistance = await assistanceOverlapping(session, {
    persons,
    kind,
    cycle,
    households: terms.households,
  });
  const refOf = actPseudonym(keys.pseudonym, held.agreement.id, id);
  const assisted = [...new Set(assistance.map((each) => each.person))];
  const { refs } = await pinPersons(session, context, { act: id, plan, persons: assisted, refOf });
  const told = [...refs.keys()].map((person) => ({ person, consented: true }));
  await recordDisclosure(session, context, id, plan, told);
  const yesOnly = plan.grants[0]?.transformation === "present";
  const findings = [...refs].flatMap(([person, about]): AssistanceFinding[] => {
    const ref = refOfPerson.get(person)!;
    if (yesOnly) return [{ ref, about }];
    return assistance
      .filter((each) => each.person === person)
      .slice(0, FINDINGS_A_PERSON)
      .map(({ from, until, on }) => ({
        ref,
        about,
        cycle: { from, until },
        ...(on === undefined ? {} : { on }),
      }));
  });
  findings.sort((a, b) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0));
  return { kind: "look", findings, salt, declined: undefined };
}

/** What the partner answered, on the own persons whom it concerns, for as long as the clause says. */
async function keep(
  { session, state, at }: Turn,
  { plan, list, findings }: Extract<InquiryTask, { kind: "keep" }>,
): Promise<void> {
  const byRef = await personsInquired(session, state.id);
  const days = plan.grants[0]?.retentionDays ?? 0;
  await keepFindings(session, {
    inquiry: state.id,
    keepUntil: new Date(Date.parse(at) + days * DAY_MILLISECONDS).toISOString(),
    findings: findings.flatMap(({ ref, about, cycle, on }) => {
      const person = byRef.get(ref);
      return person === undefined ? [] : [{ person, kind: list.kind, about, cycle, on }];
    }),
  });
}
