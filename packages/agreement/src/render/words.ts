import { ATTRIBUTES, type AttributeName, type Tier, type Transformation } from "@accord/vocabulary";
import type { AssistanceTerms } from "../schema/assistance.ts";
import type { Basis } from "../schema/basis.ts";
import type { OverlapKey } from "../schema/overlap.ts";
import type { ReferralTerms } from "../schema/referral.ts";
import type { Exclusions } from "../schema/scope.ts";
import type {
  ExcludedCategory,
  LegalBasis,
  PartyKind,
  PartyRole,
  Purpose,
  RecipientClass,
  ScopeStatus,
} from "../schema/terms.ts";

/** The languages that an agreement is rendered in. */
export const LANGUAGES = ["en", "fr", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Terms of referral with what is named in them already in words. */
interface ReferralInWords extends Pick<ReferralTerms, "id" | "noteCharacters" | "answerWithinHours"> {
  readonly from: string;
  readonly to: string;
  readonly households: boolean;
  readonly services: string;
  readonly completeWithinDays: number;
  readonly personsPerDay: string;
}

interface AssistanceInWords
  extends Pick<
    AssistanceTerms,
    "id" | "households" | "leastPersons" | "questionsPerPerson" | "daysBack" | "daysAhead"
  > {
  readonly from: string;
  readonly to: string;
  readonly kinds: string;
  readonly mostPersons: string;
  readonly personsPerDay: string;
}

/** Every sentence of the rendered agreement in one language; the terms that fill them come from the agreement alone. */
export interface Words {
  readonly purposes: Readonly<Record<Purpose, string>>;
  readonly purposeDefinitions: Readonly<Record<Purpose, string>>;
  readonly legalBases: Readonly<Record<LegalBasis, string>>;
  readonly partyKinds: Readonly<Record<PartyKind, string>>;
  readonly recipientClasses: Readonly<Record<RecipientClass, string>>;
  readonly categories: Readonly<Record<ExcludedCategory, string>>;
  readonly statuses: Readonly<Record<ScopeStatus, string>>;
  readonly signatoryKinds: Readonly<Record<"hardware" | "passkey", string>>;
  readonly roles: Readonly<Record<PartyRole, string>>;
  readonly transformations: Readonly<Record<Transformation, string>>;
  readonly tiers: Readonly<Record<Tier, string>>;
  readonly headings: Readonly<
    Record<
      | "parties"
      | "purpose"
      | "scope"
      | "exclusions"
      | "sends"
      | "authority"
      | "matching"
      | "overlap"
      | "limits"
      | "validity"
      | "protection"
      | "referrals"
      | "assistance"
      | "missing"
      | "narrowed",
      string
    >
  >;
  readonly columns: Readonly<
    Record<"clause" | "attribute" | "form" | "purposes" | "basis" | "kept" | "why", string>
  >;
  readonly digest: (digest: string) => string;
  readonly intro: (id: string, version: string) => string;
  readonly supersedes: (digest: string, dataShared: "cutToNewTerms" | "keptOnOldTerms" | "deleted") => string;
  /** Of the amended agreement, until this one is in force. */
  readonly meanwhile: (suspended: boolean) => string;
  readonly party: (
    kind: string,
    country: string | undefined,
    role: string,
    kid: string,
    dataProtection: string,
    breach: string,
  ) => string;
  readonly instructions: (party: string, instructions: string) => string;
  readonly signedByNode: (party: string) => string;
  readonly signedBy: (party: string, required: number, signatories: string) => string;
  readonly signatory: (office: string, kind: string, kid: string) => string;
  readonly purposesAgreed: (purposes: string, bound: string) => string;
  /** What a clause rests on, short: it stands in a table. */
  readonly basis: (basis: Basis, reference: string) => string;
  readonly consentBasis: string;
  readonly protectedLocation: (mode: Exclusions["protectedLocation"]) => string;
  readonly excludedCategory: (category: string) => string;
  readonly denied: (recipients: string) => string;
  readonly covered: (statuses: string) => string;
  readonly places: (places: string) => string;
  readonly programmes: (programmes: string) => string;
  readonly registered: (from: string | undefined, until: string | undefined) => string;
  readonly direction: (from: string, to: string) => string;
  readonly nothing: (from: string, to: string) => string;
  readonly notListed: string;
  /** What counts of a clause where agreements beside this one are stricter. */
  readonly narrowed: (clause: string, form: string, consent: boolean, kept: string, by: string) => string;
  readonly narrowedExclusions: (from: string, by: string) => string;
  readonly kept: (days: number) => string;
  readonly referral: (terms: ReferralInWords) => readonly string[];
  readonly assistance: (terms: AssistanceInWords) => readonly string[];
  readonly authorityDefault: (holder: string | undefined) => string;
  readonly authorityOf: (attribute: string, holder: string | undefined) => string;
  readonly matchedBy: (party: string) => string;
  readonly thresholds: (link: string, adjudicate: string, oneToOne: boolean) => string;
  readonly adjudication: (party: string | undefined) => string;
  readonly fingerprints: (version: string, unique: number, duplicate: number) => string;
  readonly overlapKeys: Readonly<Record<OverlapKey, string>>;
  readonly overlapEstimate: (keys: string) => string;
  readonly overlapByCounty: string;
  readonly overlapLinks: (keys: string) => string;
  readonly overlapStop: (persons: string) => string;
  readonly overlapConfirm: string;
  readonly overlapCeilings: (persons: string, runs: number) => string;
  readonly ceilings: (persons: string, records: string, total: string) => string;
  readonly overlap: (minimum: string) => string;
  readonly breaker: (minimum: string, maximum: string, duplicates: string) => string;
  readonly onward: string;
  readonly valid: (from: string, until: string, review: string) => string;
  readonly revocation: string;
  readonly suspension: string;
  readonly windUp: (days: number) => string;
  readonly breach: (hours: number) => string;
  readonly assessment: (reference: string, on: string) => string;
  readonly list: (items: readonly string[]) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
}

export function attributeLabel(attribute: AttributeName, language: Language): string {
  return ATTRIBUTES[attribute].label[language];
}
