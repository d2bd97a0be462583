import type { ReferralState } from "@accord/exchange";
import {
  type ConversationRow,
  personsReferred,
  readConversation,
  readOffer,
  WHOLE_OFFER,
} from "@accord/registry";
import { AccordError, type AttributeName, currentAssertions, type DisclosedPerson } from "@accord/vocabulary";
import type { AccordNode } from "../node.ts";

/** A referral without whom it concerns. */
export interface ShownReferral {
  readonly id: string;
  readonly direction: "sent" | "received";
  readonly partner: string;
  readonly agreement: string;
  readonly step: ReferralState["step"];
  readonly service: ReferralState["service"];
  readonly subject: ReferralState["subject"];
  readonly urgency: ReferralState["urgency"];
  readonly persons: number;
  readonly taken: boolean;
  readonly answerBy: string | undefined;
  readonly completeBy: string | undefined;
  readonly reason: string | undefined;
  readonly outcome: string | undefined;
  readonly waits: ReferralState["waits"];
  readonly timeline: ReferralState["timeline"];
}

export function shownReferral(row: Pick<ConversationRow, "state">): ShownReferral {
  const state = row.state as ReferralState;
  const { id, partner, agreement, step, service, subject, urgency, persons, taken, reason, outcome } = state;
  const { answerBy, completeBy, waits, timeline } = state;
  return {
    id,
    direction: state.opener === state.self ? "sent" : "received",
    partner,
    agreement,
    step,
    service,
    subject,
    urgency,
    persons,
    taken,
    answerBy,
    completeBy,
    reason,
    outcome,
    waits,
    timeline,
  };
}

/** @throws AccordError `referral.unknown` */
export async function requireReferral(node: Pick<AccordNode, "store">, id: string): Promise<ConversationRow> {
  const row = await readConversation(node.store, "referral", id);
  if (row !== undefined) return row;
  throw new AccordError("referral.unknown", "there is no such referral here", {
    where: "id",
    remedy: "See `accord referral list`.",
  });
}

/** Persons of a referral: own ones by id; of an offer that waits, what came of each; of what was taken in, who they became. */
export interface ReferralPersons {
  readonly persons: readonly {
    readonly ref: string;
    readonly person: string | undefined;
    readonly offered: Readonly<Partial<Record<AttributeName, unknown>>> | undefined;
    /** An own person whom a link in exchanges names. */
    readonly alreadyLinked: boolean;
  }[];
  readonly note: string | undefined;
}

export async function personsOfReferral(
  node: Pick<AccordNode, "store">,
  id: string,
): Promise<ReferralPersons> {
  const known = new Map((await personsReferred(node.store, id)).map((each) => [each.ref, each.person]));
  const offer = await readOffer(node.store, id);
  const parts = new Map(
    offer
      .filter((part) => part.ref !== WHOLE_OFFER)
      .map((part) => [part.ref, part.content as { person: DisclosedPerson; linkedRef?: string }]),
  );
  const refs = [...new Set([...known.keys(), ...parts.keys()])];
  return {
    persons: refs.map((ref) => ({
      ref,
      person: known.get(ref),
      offered: parts.has(ref) ? valuesOf(parts.get(ref)!.person) : undefined,
      alreadyLinked: parts.get(ref)?.linkedRef !== undefined,
    })),
    note: offer.find((part) => part.ref === WHOLE_OFFER)?.content as string | undefined,
  };
}

function valuesOf({ statements }: DisclosedPerson): Readonly<Partial<Record<AttributeName, unknown>>> {
  const current = currentAssertions(
    statements.map(({ subject: _, ...statement }) => ({ ...statement, recordedAt: statement.assertedAt })),
  );
  return Object.fromEntries(
    [...current].flatMap(([name, { state }]) => (state.state === "known" ? [[name, state.value]] : [])),
  );
}
