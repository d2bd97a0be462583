import type { Day } from "./calendar.ts";
import type { NameGroup, Sex } from "./names/own-names.ts";
import type { County, Site } from "./places.ts";

export type Relationship =
  | "self"
  | "spouse"
  | "child"
  | "parent"
  | "sibling"
  | "grandchild"
  | "grandparent"
  | "fosterChild"
  | "other";

export type Category = "idp" | "returnee" | "host";

/**
 * Pregnant or lactating, older person, child-headed household, female-headed household, unaccompanied or
 * separated child, serious medical condition.
 */
export type VulnerabilityCode = "PLW" | "ELD" | "CHH" | "FHH" | "UAS" | "SMI";

export interface TrueName {
  readonly group: NameGroup;
  readonly own: string;
  readonly father: string;
  readonly grandfather: string;
  readonly nickname?: string | undefined;
}

/** How the family knows the birth: by day, by year, or only about. */
export type BirthKnowledge = "day" | "year" | "estimated";

/** A phone number and, where it changed, the number from that day on. */
export interface PhoneHistory {
  readonly number: string;
  readonly later?: { readonly from: Day; readonly number: string } | undefined;
}

export interface TruePerson {
  /** Unique in the population, from 0. */
  readonly id: number;
  readonly name: TrueName;
  readonly sex: Sex;
  readonly birth: Day;
  readonly birthKnowledge: BirthKnowledge;
  /** The year the family would say, which for most is an estimate heaped on round ages. */
  readonly believedBirthYear: number;
  readonly relationship: Relationship;
  readonly alternate: boolean;
  /** The other twin's id. */
  readonly twin?: number | undefined;
  /** From this day on the person lives in another household. */
  readonly leaves?: Day | undefined;
  readonly phone?: PhoneHistory | undefined;
  readonly disability: boolean;
  readonly vulnerabilities: readonly VulnerabilityCode[];
  /** Fingers worn by work or age, so that impressions are poor. */
  readonly wornFingers: boolean;
}

export interface TrueHousehold {
  /** Unique in the population, from 0. */
  readonly id: number;
  readonly site: Site;
  /** From this day on the household lives at another site. */
  readonly move?: { readonly from: Day; readonly site: Site } | undefined;
  readonly origin: County;
  readonly category: Category;
  readonly protectLocation: boolean;
  /** Number of a ration card of an earlier WFP distribution: it names the household, not a person. */
  readonly rationCard?: string | undefined;
  /** The head first. */
  readonly members: readonly TruePerson[];
}
