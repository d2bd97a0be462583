import type { Sex } from "./names/own-names.ts";
import type { Agency, County, Site } from "./places.ts";
import type { Capture } from "./prints/capture.ts";
import type { Category, Relationship, VulnerabilityCode } from "./true-person.ts";

/** A name as one registrar wrote it: `parts` in the written order, and by the meaning the registrar gave them. */
export interface WrittenName {
  readonly parts: readonly string[];
  readonly script: "Latn" | "Arab";
  readonly given: string;
  readonly father?: string | undefined;
  readonly grandfather?: string | undefined;
}

export type WrittenBirth =
  | { readonly kind: "day"; readonly date: string; readonly year: number }
  | { readonly kind: "year"; readonly year: number }
  | { readonly kind: "estimated"; readonly year: number };

export interface Consents {
  readonly deduplication: boolean;
  readonly assistance: boolean;
}

export type VulnerabilityRating =
  | "unknown"
  | "notVulnerable"
  | "vulnerable"
  | "veryVulnerable"
  | "extremelyVulnerable";

export type Role = "head" | "alternate" | "member";

/** One person as one agency registered them, with the truth beside it (`truePerson`), which no row shows. */
export interface RegisteredPerson {
  readonly agency: Agency;
  /** The agency's own number, unique in its registry. */
  readonly id: string;
  /** The agency's number of the household. */
  readonly household: string;
  /** Name of the head as written, first two parts. */
  readonly householdName: string;
  readonly householdSize: number;
  readonly householdVulnerability: VulnerabilityRating;
  readonly role: Role;
  /** To the head; undefined where the registrar left it open. */
  readonly relationship?: Relationship | undefined;
  readonly name: WrittenName;
  readonly sex: Sex;
  readonly birth: WrittenBirth;
  /** `YYYY-MM-DD`. */
  readonly registeredOn: string;
  readonly site: Site;
  readonly origin?: County | undefined;
  readonly category: Category;
  readonly phone?: string | undefined;
  readonly cardNumber?: string | undefined;
  readonly rationCard?: string | undefined;
  readonly disability?: boolean | undefined;
  readonly vulnerabilities: readonly VulnerabilityCode[];
  readonly protectLocation: boolean;
  /** To the other agency. */
  readonly consents: Consents;
  /** Fingers taken; `impressionOf` makes the template when it is wanted. */
  readonly captures: readonly Capture[];
  readonly truePerson: number;
}

export interface RegisteredHousehold {
  readonly agency: Agency;
  readonly number: string;
  readonly members: readonly RegisteredPerson[];
  readonly trueHousehold: number;
}
