import type { Agreement, ReferralTerms } from "@accord/agreement";
import type { Urgency } from "@accord/vocabulary";
import type { ReferredService } from "./protocol.ts";

export interface Offer {
  readonly service: ReferredService;
  readonly subject: "person" | "household";
  readonly urgency: Urgency;
  readonly persons: number;
  readonly noteCharacters: number;
  /** Persons that were referred today before this one. */
  readonly today: number;
}

/** What of an offer the agreement's terms do not allow. Sender and receiver ask the same. */
export interface TermsFault {
  readonly code: string;
  readonly reason: string;
}

export const referralTermsFrom = (agreement: Agreement, from: string): ReferralTerms | undefined =>
  agreement.referrals.find((terms) => terms.from === from);

/** The first term that an offer breaks, or undefined. */
export function termsFault(terms: ReferralTerms | undefined, offer: Offer): TermsFault | undefined {
  if (terms === undefined)
    return { code: "referral.not_granted", reason: "the agreement has no referrals in this direction" };
  const service = terms.services.find((each) => each.kind === offer.service.kind);
  if (service === undefined)
    return {
      code: "referral.service_not_granted",
      reason: "the agreement takes no referrals for this service",
    };
  if (offer.service.name !== undefined && !service.names.includes(offer.service.name))
    return {
      code: "referral.service_unnamed",
      reason: "the agreement does not list this name of the service",
    };
  if (!terms.subjects.includes(offer.subject) || (offer.subject === "person" && offer.persons > 1))
    return { code: "referral.subject_not_granted", reason: "the agreement does not refer households" };
  if (offer.noteCharacters > terms.noteCharacters)
    return { code: "referral.note_too_long", reason: "the note is longer than the agreement lets go" };
  if (offer.today + offer.persons > terms.personsPerDay)
    return {
      code: "referral.daily_ceiling",
      reason: "more persons than the agreement lets be referred in a day",
    };
  return undefined;
}
