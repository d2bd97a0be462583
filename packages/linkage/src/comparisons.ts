import type { Column } from "./standardise.ts";

/**
 * A comparison sorts a pair into one of its levels; level 0 is always "missing on a side".
 *
 * `tells: "household"` marks what members of one household share (lineage, place, phone): it can show that two
 * persons belong to one household but never which of its members they are. `tells: "person"` is the rest.
 */
export interface Comparison {
  readonly name: ComparisonName;
  readonly needs: Column;
  readonly tells: "person" | "household";
  /** Levels from 1; their names appear in evidence. */
  readonly levels: readonly string[];
  /** Probability of each level for one and the same person, before training. */
  readonly usual: readonly number[];
  /** The same for two strangers; it matters only where there are too few pairs to count. */
  readonly strangers: readonly number[];
}

export type ComparisonName =
  | "ownName"
  | "lineage"
  | "birth"
  | "sex"
  | "place"
  | "origin"
  | "phone"
  | "identifier"
  | "householdIdentifier"
  | "role"
  | "householdSize";

const ESTIMATED = [
  "same year",
  "one year apart",
  "two years apart",
  "three to five years apart",
  "six to ten years apart",
  "more than ten years apart",
];

export const COMPARISONS: readonly Comparison[] = [
  {
    name: "ownName",
    needs: "name",
    tells: "person",
    levels: ["same", "sounds alike", "close", "somewhat close", "same in another position", "different"],
    usual: [0.72, 0.1, 0.08, 0.02, 0.05, 0.03],
    strangers: [0.004, 0.002, 0.011, 0.026, 0.001, 0.956],
  },
  {
    name: "lineage",
    needs: "name",
    tells: "household",
    levels: [
      "both parts same",
      "both parts close",
      "one part same",
      "parts somewhat close",
      "both parts different",
      "the only part same",
      "the only part close",
      "the only part different",
    ],
    usual: [0.4, 0.1, 0.15, 0.02, 0.03, 0.22, 0.05, 0.03],
    strangers: [0.0003, 0.001, 0.022, 0.052, 0.5647, 0.007, 0.018, 0.335],
  },
  {
    name: "birth",
    needs: "birthDate",
    tells: "person",
    levels: [
      "same date",
      "date but for one digit or swapped",
      "date but for two digits",
      "same year",
      "one year apart",
      "two years apart",
      "three to five years apart",
      "more than five years apart",
      ...ESTIMATED.map((difference) => `estimated, ${difference}`),
      ...ESTIMATED.map((difference) => `estimated for a child, ${difference}`),
    ],
    usual: [
      ...[0.3, 0.04, 0.02, 0.24, 0.09, 0.04, 0.03, 0.02],
      ...[0.04, 0.03, 0.02, 0.015, 0.004, 0.001],
      ...[0.065, 0.03, 0.01, 0.004, 0.0007, 0.0003],
    ],
    strangers: [
      ...[0.00005, 0.0003, 0.001, 0.00865, 0.018, 0.017, 0.05, 0.405],
      ...[0.007, 0.012, 0.01, 0.03, 0.045, 0.154],
      ...[0.017, 0.033, 0.031, 0.075, 0.074, 0.012],
    ],
  },
  {
    name: "sex",
    needs: "sex",
    tells: "person",
    levels: ["same", "different"],
    usual: [0.985, 0.015],
    strangers: [0.5, 0.5],
  },
  {
    name: "place",
    needs: "place",
    tells: "household",
    levels: ["same site", "same county", "same state", "different state"],
    usual: [0.45, 0.25, 0.15, 0.15],
    strangers: [0.02, 0.035, 0.45, 0.495],
  },
  {
    name: "origin",
    needs: "origin",
    tells: "household",
    levels: ["same place", "same state", "different state"],
    usual: [0.8, 0.12, 0.08],
    strangers: [0.045, 0.455, 0.5],
  },
  {
    name: "phone",
    needs: "phone",
    tells: "household",
    levels: ["same", "different"],
    usual: [0.6, 0.4],
    strangers: [0.00001, 0.99999],
  },
  {
    name: "identifier",
    needs: "identifiers",
    tells: "person",
    levels: ["one in common", "one slip apart", "two characters apart", "none of a kind in common"],
    usual: [0.85, 0.05, 0.02, 0.08],
    strangers: [0.00001, 0.00002, 0.0007, 0.99927],
  },
  {
    name: "householdIdentifier",
    needs: "identifiers",
    tells: "household",
    levels: ["one in common", "one slip apart", "none of a kind in common"],
    usual: [0.8, 0.05, 0.15],
    strangers: [0.00001, 0.00002, 0.99997],
  },
  {
    name: "role",
    needs: "role",
    tells: "person",
    levels: ["both head", "same relationship", "same, the commonest relationship", "different"],
    usual: [0.15, 0.2, 0.45, 0.2],
    strangers: [0.03, 0.02, 0.27, 0.68],
  },
  {
    name: "householdSize",
    needs: "householdSize",
    tells: "household",
    levels: ["same", "one apart", "further apart"],
    usual: [0.5, 0.25, 0.25],
    strangers: [0.12, 0.23, 0.65],
  },
];

/** Place values of the mixed-radix code that packs one level of each comparison into an INTEGER. */
export const PATTERN_RADICES: readonly number[] = (() => {
  let place = 1;
  return COMPARISONS.map(({ levels }) => {
    const own = place;
    place *= levels.length + 1;
    return own;
  });
})();

/** Unpacks a pattern code to one level per comparison (0 = missing), in the order of {@link COMPARISONS}. */
export function levelsOf(pattern: number): Uint8Array {
  const levels = new Uint8Array(COMPARISONS.length);
  let rest = pattern;
  for (const [index, comparison] of COMPARISONS.entries()) {
    const radix = comparison.levels.length + 1;
    levels[index] = rest % radix;
    rest = Math.floor(rest / radix);
  }
  return levels;
}

/** Index of a comparison in {@link COMPARISONS}. */
export function comparisonIndex(name: ComparisonName): number {
  return COMPARISONS.findIndex((comparison) => comparison.name === name);
}

const OWN_NAME = comparisonIndex("ownName");
const LINEAGE = comparisonIndex("lineage");
/** Levels of `lineage` in which no other part of the name agrees, or there is none to compare. */
const NO_LINEAGE = [0, 5, 8];

/** Whether the own names differ and no other part of the name speaks for one person. */
export function areNamesContrary(levels: Uint8Array): boolean {
  return levels[OWN_NAME] === 6 && NO_LINEAGE.includes(levels[LINEAGE] ?? 0);
}

const PLACE = comparisonIndex("place");

/** Whether a row of levels says that both live in one county. */
export function areNear(levels: Uint8Array, offset = 0): boolean {
  const place = levels[offset + PLACE] ?? 0;
  return place === 1 || place === 2;
}
