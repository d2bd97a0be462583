import { ATTRIBUTES, type AttributeName, type Tier, type Transformation } from "@accord/vocabulary";
import type { LegalBasis, PartyRole, Purpose } from "../schema/terms.ts";

export type Language = "en" | "fr";

/** Every sentence of the rendered agreement in one language; the terms that fill them come from the agreement alone. */
export interface Words {
  readonly purposes: Readonly<Record<Purpose, string>>;
  readonly legalBases: Readonly<Record<LegalBasis, string>>;
  readonly roles: Readonly<Record<PartyRole, string>>;
  readonly transformations: Readonly<Record<Transformation, string>>;
  readonly tiers: Readonly<Record<Tier, string>>;
  readonly headings: Readonly<
    Record<
      | "parties"
      | "purpose"
      | "scope"
      | "sends"
      | "authority"
      | "matching"
      | "limits"
      | "validity"
      | "protection"
      | "missing",
      string
    >
  >;
  readonly columns: Readonly<Record<"clause" | "attribute" | "form" | "kept" | "why", string>>;
  readonly digest: (digest: string) => string;
  readonly intro: (id: string, version: string) => string;
  readonly supersedes: (digest: string) => string;
  readonly party: (role: string, kid: string, dataProtection: string, breach: string) => string;
  readonly purposesAgreed: (purposes: string, bound: string) => string;
  readonly legalBasis: (basis: string) => string;
  readonly consent: (required: boolean) => string;
  readonly places: (places: string) => string;
  readonly programmes: (programmes: string) => string;
  readonly registered: (from: string | undefined, until: string | undefined) => string;
  readonly direction: (from: string, to: string) => string;
  readonly nothing: (from: string, to: string) => string;
  readonly notListed: string;
  readonly kept: (days: number) => string;
  readonly authorityDefault: (holder: string | undefined) => string;
  readonly authorityOf: (attribute: string, holder: string | undefined) => string;
  readonly matchedBy: (party: string) => string;
  readonly thresholds: (link: string, adjudicate: string, oneToOne: boolean) => string;
  readonly adjudication: (party: string | undefined) => string;
  readonly fingerprints: (version: string, unique: number, duplicate: number) => string;
  readonly ceilings: (persons: string, records: string) => string;
  readonly breaker: (minimum: string, maximum: string, duplicates: string) => string;
  readonly onward: string;
  readonly valid: (from: string, until: string, review: string) => string;
  readonly revocation: string;
  readonly breach: (hours: number) => string;
  readonly assessment: (reference: string, on: string) => string;
  readonly list: (items: readonly string[]) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
}

export function attributeLabel(attribute: AttributeName, language: Language): string {
  return ATTRIBUTES[attribute].label[language];
}
