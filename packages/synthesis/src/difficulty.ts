/**
 * How noisy a registration is. All are probabilities unless the name says otherwise; one place, so that a benchmark
 * can make the population harder or easier and say by how much.
 */
export interface Difficulty {
  /** A registrar's spelling habits: share of rules always and sometimes followed. */
  readonly spellingHabitStrong: number;
  readonly spellingHabitWeak: number;
  readonly typingErrorPerPart: number;
  readonly nicknameIfKnown: number;
  readonly partsReordered: number;
  readonly grandfatherMissing: number;
  readonly fatherMissing: number;
  /** Chance of an age stated 0, 1, 2, 3 or 4 years off, adults with estimated births. */
  readonly adultAgeErrorYears: readonly number[];
  /** The same for children under 15. */
  readonly childAgeErrorYears: readonly number[];
  /** An estimated adult age rounded again to five years by the registrar. */
  readonly ageHeaped: number;
  readonly sexMiskeyed: number;
  readonly exactBirthLost: number;
  readonly relationshipUnclear: number;
  readonly originMissing: number;
  readonly disabilityMissing: number;
  readonly headDifferent: number;
  readonly memberAbsent: number;
  readonly householdSplit: number;
  /** A household that registers again as another, a month or more later. */
  readonly householdTwice: number;
  /** A person of 12 or more who registers again alone or within another household. */
  readonly personTwice: number;
  readonly phoneMissing: number;
  /** A household's ration card known to IOM. */
  readonly rationCardKnownToPartner: number;
}

export const DEFAULT_DIFFICULTY: Difficulty = {
  spellingHabitStrong: 0.08,
  spellingHabitWeak: 0.14,
  typingErrorPerPart: 0.01,
  nicknameIfKnown: 0.09,
  partsReordered: 0.02,
  grandfatherMissing: 0.2,
  fatherMissing: 0.015,
  adultAgeErrorYears: [0.48, 0.29, 0.14, 0.055, 0.035],
  childAgeErrorYears: [0.7, 0.24, 0.05, 0.01, 0],
  ageHeaped: 0.12,
  sexMiskeyed: 0.006,
  exactBirthLost: 0.4,
  relationshipUnclear: 0.04,
  originMissing: 0.1,
  disabilityMissing: 0.1,
  headDifferent: 0.06,
  memberAbsent: 0.04,
  householdSplit: 0.02,
  householdTwice: 0.012,
  personTwice: 0.016,
  phoneMissing: 0.15,
  rationCardKnownToPartner: 0.04,
};
