import { randomBytes } from "node:crypto";
import { applyPlan } from "@accord/agreement";
import type {
  ConversationWork,
  HeldAgreement,
  ReferralResult,
  ReferralState,
  ReferralTask,
} from "@accord/exchange";
import {
  applyDisclosed,
  applyRoster,
  destroyOffer,
  householdOf,
  keepOffer,
  linkedByRef,
  linkedOwnPersons,
  type NotPinned,
  personsUnderRefs,
  pinPersons,
  readDisclosedPersons,
  readOffer,
  recordLinks,
  recordReferred,
  type Session,
  takeBack,
  WHOLE_OFFER,
} from "@accord/registry";
import { AccordError, type DisclosedPerson } from "@accord/vocabulary";
import { retention } from "../exchange/apply-persons.ts";
import type { WorkParts } from "../exchange/work-parts.ts";
import { pseudonym, sharedHashKey } from "../keys/pseudonym.ts";
import { publicKey } from "../partner/card.ts";
import { requirePartner } from "../partner/partners.ts";
import { actPseudonym } from "./act-pseudonym.ts";

interface Turn {
  readonly parts: WorkParts;
  readonly session: Session;
  readonly state: ReferralState;
  readonly held: HeldAgreement;
  readonly at: string;
}

/** The registry's side of referrals. */
export function referralWork(
  parts: WorkParts,
): ConversationWork<Session, ReferralState, ReferralTask, ReferralResult> {
  return async (session, state, held, task, at) => {
    const turn = { parts, session, state, held, at };
    switch (task.kind) {
      case "disclose":
        return disclose(turn, task);
      case "keepOffer": {
        const { persons, linked, note } = task.content;
        const linkedRefs = new Map(linked.map((each) => [each.ref, each.linkedRef]));
        await keepOffer(session, state.id, [
          ...persons.map((person) => ({
            ref: person.ref,
            content: { person, linkedRef: linkedRefs.get(person.ref) },
          })),
          ...(note === undefined ? [] : [{ ref: WHOLE_OFFER, content: note }]),
        ]);
        return { kind: "keepOffer" };
      }
      case "take":
        await take(turn, task);
        return { kind: "take" };
      case "destroy":
        return { kind: "destroy", persons: await destroy(turn) };
    }
  };
}

/** Pins and reads who is referred under the clauses, with statements under ids of this referral: they are a copy of their own. */
async function disclose(
  { parts, session, state, held }: Turn,
  { plan, person, subject, note }: Extract<ReferralTask, { kind: "disclose" }>,
): Promise<ReferralResult> {
  const { context, keys } = parts;
  const { agreement } = held;
  const persons = subject === "household" ? await householdOf(session, person) : [person];
  const refOf = actPseudonym(keys.pseudonym, agreement.id, state.id);
  const { refs, left } = await pinPersons(session, context, { act: state.id, plan, persons, refOf });
  const [first] = persons;
  if (first === undefined || !refs.has(first)) throw notReferable([...left.keys()][0] ?? "unknown");
  const ordered = persons.flatMap((each) => refs.get(each) ?? []);
  const read = await readDisclosedPersons(session, context, {
    exchange: state.id,
    plan,
    householdRef: actPseudonym(keys.pseudonym, agreement.id, state.id, "household"),
    refs: ordered,
  });
  const card = await requirePartner(session, state.partner);
  const hashKey = sharedHashKey(keys.hashing.private, publicKey(card.hashingKey), agreement.id);
  const statementId = actPseudonym(keys.pseudonym, agreement.id, `${state.id} statement`);
  const linked = await linkedOwnPersons(session, {
    agreement: held.digest,
    partner: state.partner,
    persons: [...refs.keys()],
  });
  await recordReferred(
    session,
    [...refs].map(([each, ref]) => ({ referral: state.id, ref, person: each, direction: "sent" })),
  );
  return {
    kind: "disclose",
    content: {
      persons: read.map((each) => {
        const cut = applyPlan(plan, each, { hashKey });
        return { ...cut, statements: cut.statements.map((one) => ({ ...one, id: statementId(one.id) })) };
      }),
      linked: [...linked].map((each) => ({
        ref: refs.get(each)!,
        linkedRef: pseudonym(keys.pseudonym, "person", agreement.id, each),
      })),
      ...(note === undefined ? {} : { note }),
    },
    salt: randomBytes(32).toString("base64url"),
  };
}

const WHY: Readonly<Record<NotPinned, string>> = {
  unknown: "there is no such own person here",
  inactive: "the person's file is not active",
  notInScope: "the person is outside the agreement's scope",
  excluded: "the agreement excludes the person: their place is protected, or a guardian did not consent",
  noConsent: "the person did not consent to be referred to this partner",
  objected: "the person objects, or their file is restricted",
};

function notReferable(reason: NotPinned): AccordError {
  return new AccordError(
    `referral.person_${reason.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
    WHY[reason],
    {
      where: "person",
      remedy:
        reason === "noConsent"
          ? "Ask the person, and record it: accord person consent … --purpose referral."
          : "Nothing was sent. See the person's file and the agreement's scope.",
    },
  );
}

interface Offered {
  readonly person: DisclosedPerson;
  readonly linkedRef?: string | undefined;
}

/**
 * Takes an offer into the registry: onto the own person whom staff named, or whom a link in exchanges names; else as a
 * person whom the partner holds. Links of a referral are its own, so that they end with it alone.
 */
async function take(
  { parts, session, state, held, at }: Turn,
  { plan, person }: Extract<ReferralTask, { kind: "take" }>,
): Promise<void> {
  const { context } = parts;
  const { partner, id } = state;
  const agreement = held.digest;
  const offered = (await readOffer(session, id)).filter((part) => part.ref !== WHOLE_OFFER);
  if (offered.length === 0) {
    throw new AccordError("referral.offer_gone", "what was offered was taken back by the partner", {
      where: id,
      remedy: "Refuse it; the partner may refer the person again.",
    });
  }
  const content = offered.map((part) => part.content as Offered);
  const linkedRefs = content.flatMap((each) => each.linkedRef ?? []);
  const linked = await linkedByRef(session, { agreement, partner, refs: linkedRefs });
  const [firstRef] = state.refs;
  const ownOf = ({ person: one, linkedRef }: Offered): string | undefined =>
    person !== undefined && one.ref === firstRef
      ? person
      : linkedRef === undefined
        ? undefined
        : linked.get(linkedRef);
  const links = content.flatMap((each) => {
    const own = ownOf(each);
    return own === undefined ? [] : [{ ref: each.person.ref, own }];
  });
  await recordLinks(
    session,
    context,
    links.map(({ ref, own }) => ({
      agreement,
      partner,
      person: own,
      partnerRef: ref,
      exchange: id,
      probability: 1,
      evidence: null,
      decidedBy: person === own ? "person" : "referral",
    })),
  );
  const isLinked = new Set(links.map((link) => link.ref));
  const records = content.map((each) => each.person);
  const incoming = { agreement, partner, retentionUntil: retention(plan, at) };
  await applyDisclosed(session, context, {
    ...incoming,
    records: records.filter(({ ref }) => isLinked.has(ref)),
  });
  await applyRoster(session, context, {
    ...incoming,
    records: records.filter(({ ref }) => !isLinked.has(ref)),
  });
  await destroyOffer(session, id);
  const here = await personsUnderRefs(session, { agreement, partner, refs: records.map(({ ref }) => ref) });
  await recordReferred(
    session,
    [...here].map(([ref, each]) => ({ referral: id, ref, person: each, direction: "received" })),
  );
}

/** The offer, and what it brought into the registry where it was accepted. */
async function destroy({ parts, session, state, held }: Turn): Promise<number> {
  const offered = await destroyOffer(session, state.id);
  if (state.step !== "accepted" && state.step !== "withdrawn") return offered;
  const { partner, refs } = state;
  const taken = await takeBack(session, parts.context, {
    partner,
    agreement: held.digest,
    refs,
    reason: "withdrawal",
  });
  return offered + taken.persons;
}
