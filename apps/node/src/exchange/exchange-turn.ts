import type { ExchangeState, HeldAgreement } from "@accord/exchange";
import type { Session } from "@accord/registry";
import type { DisclosurePlan } from "@accord/vocabulary";
import { pseudonym, sharedHashKey } from "../keys/pseudonym.ts";
import { publicKey } from "../partner/card.ts";
import { requirePartner } from "../partner/partners.ts";
import type { WorkParts } from "./work-parts.ts";

/** One event of an exchange as the registry's side sees it: what it works with, in which transaction, and when. */
export interface ExchangeTurn {
  readonly parts: WorkParts;
  readonly session: Session;
  readonly state: ExchangeState;
  readonly held: HeldAgreement;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** A page of what is disclosed under a plan. */
export interface PlannedPage {
  readonly plan: DisclosurePlan;
  readonly after: string | undefined;
  readonly limit: number;
}

export function pseudonymIn(
  { parts, held }: ExchangeTurn,
  kind: "person" | "household",
): (id: string) => string {
  return (id) => pseudonym(parts.keys.pseudonym, kind, held.agreement.id, id);
}

/** The key under which both sides hash values for this agreement. */
export async function hashKeyOf(
  turn: Pick<ExchangeTurn, "parts" | "session" | "state" | "held">,
): Promise<Uint8Array> {
  const card = await requirePartner(turn.session, turn.state.partner);
  return sharedHashKey(turn.parts.keys.hashing.private, publicKey(card.hashingKey), turn.held.agreement.id);
}
