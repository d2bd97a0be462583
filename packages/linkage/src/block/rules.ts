import type { ComparisonName } from "../comparisons.ts";
import { anyOneSlipApart } from "../engine/slip-sql.ts";
import { deletionNeighbourhood, plainIdentifier } from "../identifiers.ts";
import type { Column, StandardRecord } from "../standardise.ts";

/** A blocking rule: two records that have a key in common are a candidate pair. */
export interface BlockingRule {
  readonly name: string;
  readonly needs: readonly Column[];
  /** Comparisons whose agreement the rule presupposes; they are not trained on its pairs. */
  readonly presupposes: readonly ComparisonName[];
  /** Comparisons whose every agreement ("level 1") over all possible pairs is among the rule's pairs. */
  readonly exhausts?: readonly ComparisonName[];
  /** Keys under which a record is filed. */
  readonly keys: (record: StandardRecord) => readonly string[];
  /** Keys under which the other side looks; the same ones where not given. */
  readonly otherKeys?: (record: StandardRecord) => readonly string[];
  /** SQL over the two loaded records `l` and `r`: pairs of a common key for which it is false are left out. */
  readonly guard?: string;
}

function yearsAround(record: StandardRecord, reach: number, estimatedReach: number): number[] {
  if (record.birth === undefined) return [];
  const around = record.birth.estimated ? estimatedReach : reach;
  return Array.from({ length: 2 * around + 1 }, (_, index) => (record.birth?.year ?? 0) + index - around);
}

const sorted = (one: string, other: string) => (one < other ? `${one} ${other}` : `${other} ${one}`);

const INITIAL_SHARED = "coalesce(list_has_any(l.initials, r.initials), false)";
const BORN_WITHIN_FIVE_YEARS = "coalesce(abs(l.birth_year - r.birth_year) <= 5, false)";

export const BLOCKING_RULES: readonly BlockingRule[] = [
  {
    name: "own name and birth year within two (five if estimated)",
    needs: ["name", "birthDate"],
    presupposes: ["ownName", "birth"],
    keys: ({ name, birth }) => (name && birth ? [`${name.skeletons[0]} ${birth.year}`] : []),
    otherKeys: (record) =>
      record.name === undefined
        ? []
        : yearsAround(record, 2, 5).map((year) => `${record.name?.skeletons[0]} ${year}`),
  },
  {
    name: "own name and another part, in any order",
    needs: ["name"],
    presupposes: ["ownName", "lineage"],
    keys: ({ name }) => {
      const [own, ...rest] = name?.coarse.slice(0, 4) ?? [];
      return own === undefined ? [] : [...new Set(rest.map((part) => sorted(own, part)))];
    },
  },
  {
    name: "own name, where a birth date is missing",
    needs: ["name"],
    presupposes: ["ownName"],
    keys: ({ name, birth }) => {
      const own = name?.coarse[0];
      if (own === undefined) return [];
      return birth === undefined ? [`${own} here`, `${own} there`] : [`${own} there`];
    },
    otherKeys: ({ name, birth }) => {
      const own = name?.coarse[0];
      if (own === undefined) return [];
      return birth === undefined ? [`${own} here`, `${own} there`] : [`${own} here`];
    },
  },
  {
    name: "father's and grandfather's names, sex and birth year within one",
    needs: ["name", "birthDate", "sex"],
    presupposes: ["lineage", "birth", "sex"],
    keys: ({ name, birth, sex }) => {
      const [, father, grandfather] = name?.coarse ?? [];
      return father && grandfather && birth && sex
        ? [`${sorted(father, grandfather)} ${sex} ${birth.year}`]
        : [];
    },
    otherKeys: (record) => {
      const [, father, grandfather] = record.name?.coarse ?? [];
      if (!father || !grandfather || !record.sex) return [];
      return yearsAround(record, 1, 3).map((year) => `${sorted(father, grandfather)} ${record.sex} ${year}`);
    },
  },
  {
    name: "full birth date and initial of a name part",
    needs: ["name", "birthDate"],
    presupposes: ["birth"],
    keys: ({ name, birth }) =>
      name && birth?.month !== undefined && birth.day !== undefined
        ? [
            ...new Set(
              name.coarse.slice(0, 4).map((part) => `${birth.year}-${birth.month}-${birth.day} ${part[0]}`),
            ),
          ]
        : [],
  },
  {
    name: "a name part and two components of the full birth date",
    needs: ["name", "birthDate"],
    presupposes: ["birth"],
    keys: ({ name, birth }) =>
      name && birth?.month !== undefined && birth.day !== undefined
        ? [...new Set(name.coarse.slice(0, 4))].flatMap((part) => [
            `${part} ${birth.year}-${birth.month}`,
            `${part} ${birth.year}--${birth.day}`,
            `${part} ${birth.month}-${birth.day}`,
          ])
        : [],
  },
  {
    name: "site, sex, birth year and initial of the own name",
    needs: ["name", "birthDate", "sex", "place"],
    presupposes: ["place", "birth", "sex"],
    keys: ({ name, birth, sex, place }) =>
      name && birth && sex && place ? [`${place} ${sex} ${birth.year} ${name.coarse[0]?.[0]}`] : [],
  },
  {
    name: "joined name",
    needs: ["name"],
    presupposes: ["ownName", "lineage"],
    keys: ({ name }) => (name === undefined || name.joined.length < 4 ? [] : [name.joined]),
  },
  {
    name: "identifier",
    needs: ["identifiers"],
    presupposes: ["identifier", "householdIdentifier"],
    exhausts: ["identifier", "householdIdentifier"],
    keys: ({ identifiers }) => identifiers,
  },
  {
    name: "identifier one slip apart, and an initial or birth years within five",
    needs: ["identifiers"],
    presupposes: ["identifier", "householdIdentifier"],
    keys: ({ identifiers }) => [
      ...new Set(
        identifiers
          .map(plainIdentifier)
          .flatMap((plain) => (plain === undefined ? [] : deletionNeighbourhood(plain))),
      ),
    ],
    // Numbers issued in a row are near each other too: without the guard, each would bring its neighbours.
    // A number that a household shares would bring each of its members with each of the neighbours'.
    guard: `(${anyOneSlipApart("l.own_plain", "r.own_plain")} AND (${INITIAL_SHARED} OR ${BORN_WITHIN_FIVE_YEARS}))
      OR (${anyOneSlipApart("l.household_plain", "r.household_plain")} AND ${INITIAL_SHARED} AND ${BORN_WITHIN_FIVE_YEARS})`,
  },
  {
    name: "phone",
    needs: ["phone"],
    presupposes: ["phone"],
    exhausts: ["phone"],
    keys: ({ phone }) => (phone === undefined ? [] : [phone]),
  },
];
