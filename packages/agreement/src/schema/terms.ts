import { z } from "zod";

/**
 * The purposes a disclosure may serve, each with what it covers. Closed: a purpose that is not here cannot be agreed,
 * nor read under. The English text is the one that counts; the rendered agreement has it in each language.
 */
export const PURPOSE_DEFINITIONS = {
  deduplicationOfPersons:
    "To find out whether a person is registered more than once, in one registry or in both, and to correct it.",
  deduplicationOfAssistance:
    "To find out whether a person or household receives the same assistance from both parties for the same need and period.",
  updateOfRecords: "To keep what a registry holds of a person correct, complete and current.",
  referral: "To hand one person's case to the other party for a service that the person asked for.",
  targeting: "To decide by published criteria who is included in a programme of assistance.",
  statistics: "To count and describe groups; the result tells nothing of any one person.",
} as const;

export type Purpose = keyof typeof PURPOSE_DEFINITIONS;
export const PURPOSES = Object.keys(PURPOSE_DEFINITIONS) as readonly Purpose[];
export const Purpose = z.enum(PURPOSES as [Purpose, ...Purpose[]]).describe(
  Object.entries(PURPOSE_DEFINITIONS)
    .map(([purpose, definition]) => `${purpose}: ${definition}`)
    .join(" "),
);

/** Grounds for processing, as the ICRC Handbook on Data Protection in Humanitarian Action (chapter 3) lists them. */
export const LEGAL_BASES = [
  "consent",
  "vitalInterest",
  "publicInterest",
  "legitimateInterest",
  "contract",
  "legalObligation",
] as const;
export const LegalBasis = z.enum(LEGAL_BASES);
export type LegalBasis = z.infer<typeof LegalBasis>;

export const PARTY_ROLES = ["controller", "jointController", "processor"] as const;
export const PartyRole = z.enum(PARTY_ROLES);
export type PartyRole = z.infer<typeof PartyRole>;

/** What an organisation is; it decides whether a deny list of recipients names it. */
const PARTY_KINDS = [
  "unitedNations",
  "internationalOrganisation",
  "redCrossRedCrescent",
  "nonGovernmental",
  "government",
  "lawEnforcement",
  "commercial",
] as const;
export const PartyKind = z.enum(PARTY_KINDS);
export type PartyKind = z.infer<typeof PartyKind>;

/** Whom nothing may reach. Authorities of the country of origin is judged person by person, by their place of origin. */
const RECIPIENT_CLASSES = [
  "authoritiesOfCountryOfOrigin",
  "government",
  "lawEnforcement",
  "commercial",
] as const;
export const RecipientClass = z.enum(RECIPIENT_CLASSES);
export type RecipientClass = z.infer<typeof RecipientClass>;

/** Persons of whom nothing is disclosed, whatever a clause grants. A child is a person below 18. */
const EXCLUDED_CATEGORIES = [
  "unaccompaniedChildWithoutGuardianConsent",
  "childWithoutGuardianConsent",
] as const;
export const ExcludedCategory = z.enum(EXCLUDED_CATEGORIES);
export type ExcludedCategory = z.infer<typeof ExcludedCategory>;

/** The states of a person's file in which they may be covered; one that was merged away or erased never is. */
export const PERSON_STATUSES = ["active", "departed", "deceased"] as const;
export const ScopeStatus = z.enum(PERSON_STATUSES);
export type ScopeStatus = z.infer<typeof ScopeStatus>;

/** The transformations of the vocabulary as a schema; which of them suit an attribute is the vocabulary's to say. */
const TRANSFORMATIONS = ["none", "birthYear", "state", "county", "hash", "present"] as const;
export const TransformationName = z.enum(TRANSFORMATIONS);
