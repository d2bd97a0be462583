import type { Condition, Measure } from "../document/condition.ts";
import type { Comparison, Level, LinkageModel } from "../document/linkage-model.ts";
import type { SourceRow } from "../load/source.ts";
import type { LinkageRecord } from "../record.ts";

const same = (column: string): Condition => ({ kind: "same", column });
const missing = (column: string): Condition => ({ kind: "missing", column });
const measure = (of: Measure, atLeast: number | undefined, atMost?: number): Condition => ({
  kind: "measure",
  measure: of,
  ...(atLeast === undefined ? {} : { atLeast }),
  ...(atMost === undefined ? {} : { atMost }),
});
const all = (...of: Condition[]): Condition => ({ kind: "all", of });
const any = (...of: Condition[]): Condition => ({ kind: "any", of });
const not = (of: Condition): Condition => ({ kind: "not", of });

const ownPart = (atLeast: number, atMost: number) =>
  measure({ kind: "ownPart", column: "name" }, atLeast, atMost);
const allParts = (atLeast: number) => measure({ kind: "allParts", column: "name" }, atLeast);
const otherParts = (atLeast: number) => measure({ kind: "otherParts", column: "name" }, atLeast);
const fewerParts = (atLeast: number, atMost?: number) =>
  measure({ kind: "least", column: "name__parts" }, atLeast, atMost);
const moreParts = (atLeast: number) => measure({ kind: "greatest", column: "name__parts" }, atLeast);
const joined = same("name__joined");

/** A name of one part that is another part of the other name says nothing of the own name. */
const onlyPartElsewhere = all(fewerParts(1, 1), moreParts(2), ownPart(0, 7), allParts(2));

const yearsApart = (atMost: number) =>
  measure({ kind: "difference", column: "birth__year" }, undefined, atMost);
const estimated = measure({ kind: "total", column: "birth__estimated" }, 1);
const bothChildren = measure({ kind: "least", column: "birth__child" }, 1);

const level = (label: string, m: number, u: number, when?: Condition, more: Partial<Level> = {}): Level =>
  when === undefined ? { label, m, u, ...more } : { label, when, m, u, ...more };

const APART: readonly (readonly [label: string, atMost: number | undefined])[] = [
  ["same year", 0],
  ["one year apart", 1],
  ["two years apart", 2],
  ["three to five years apart", 5],
  ["six to ten years apart", 10],
  ["more than ten years apart", undefined],
];

function estimatedLevels(
  prefix: string,
  who: Condition,
  m: readonly number[],
  u: readonly number[],
): Level[] {
  return APART.map(([label, atMost], at) =>
    level(
      `${prefix}, ${label}`,
      m[at] ?? 0,
      u[at] ?? 0,
      atMost === undefined ? who : all(who, yearsApart(atMost)),
    ),
  );
}

const OWN_NAME: Comparison = {
  name: "ownName",
  tells: "person",
  refinedOnHouseholds: true,
  missing: any(missing("name"), onlyPartElsewhere),
  levels: [
    level("same", 0.72, 0.004, ownPart(12, 12)),
    level("sounds alike", 0.1, 0.002, any(ownPart(11, 11), joined)),
    level("close", 0.08, 0.011, ownPart(10, 10)),
    level("somewhat close", 0.02, 0.026, ownPart(9, 9)),
    level("same in another position", 0.05, 0.001, ownPart(2, 7)),
    level("different", 0.03, 0.956),
  ],
};

const LINEAGE: Comparison = {
  name: "lineage",
  tells: "household",
  refinedOnHouseholds: true,
  missing: any(missing("name"), all(fewerParts(1, 1), not(onlyPartElsewhere))),
  levels: [
    level("both parts same", 0.4, 0.0003, all(fewerParts(3), otherParts(8)), { shared: true }),
    level("both parts close", 0.1, 0.001, all(fewerParts(3), any(otherParts(6), joined))),
    level("one part same", 0.15, 0.022, all(fewerParts(3), otherParts(4))),
    level("parts somewhat close", 0.02, 0.052, all(fewerParts(3), otherParts(2))),
    level("both parts different", 0.03, 0.5647, fewerParts(3)),
    level(
      "the only part same",
      0.22,
      0.007,
      any(all(fewerParts(2, 2), otherParts(4)), all(fewerParts(1, 1), allParts(4))),
      { shared: true },
    ),
    level(
      "the only part close",
      0.05,
      0.018,
      any(all(fewerParts(2, 2), any(otherParts(2), joined)), fewerParts(1, 1)),
    ),
    level("the only part different", 0.03, 0.335),
  ],
};

const BIRTH: Comparison = {
  name: "birth",
  tells: "person",
  refinedOnHouseholds: true,
  missing: missing("birth__year"),
  levels: [
    level("same date", 0.3, 0.00005, same("birth")),
    level(
      "date but for one digit or swapped",
      0.04,
      0.0003,
      any(
        all(
          same("birth__year"),
          { kind: "same", column: "birth__month", with: "birth__day" },
          { kind: "same", column: "birth__day", with: "birth__month" },
        ),
        measure({ kind: "levenshtein", column: "birth" }, undefined, 1),
      ),
    ),
    level(
      "date but for two digits",
      0.02,
      0.001,
      measure({ kind: "levenshtein", column: "birth" }, undefined, 2),
    ),
    ...estimatedLevels(
      "estimated for a child",
      all(estimated, bothChildren),
      [0.065, 0.03, 0.01, 0.004, 0.0007, 0.0003],
      [0.017, 0.033, 0.031, 0.075, 0.074, 0.012],
    ),
    ...estimatedLevels(
      "estimated",
      estimated,
      [0.04, 0.03, 0.02, 0.015, 0.004, 0.001],
      [0.007, 0.012, 0.01, 0.03, 0.045, 0.154],
    ),
    level("same year", 0.24, 0.00865, yearsApart(0)),
    level("one year apart", 0.09, 0.018, yearsApart(1)),
    level("two years apart", 0.04, 0.017, yearsApart(2)),
    level("three to five years apart", 0.03, 0.05, yearsApart(5)),
    level("more than five years apart", 0.02, 0.405),
  ],
};

/** Numbers issued in a row are near each other too, so that a slip says nothing where no part of the name agrees. */
const NAMES_CONTRARY = {
  ownName: ["different"],
  lineage: ["missing", "both parts different", "the only part different"],
};

/** Numbers issued in a row are near each other: without the guard, each would bring its neighbours. */
const SLIP_GUARD = all(
  measure({ kind: "slips", column: "card" }, undefined, 1),
  any(measure({ kind: "inCommon", column: "name__initials" }, 1), yearsApart(5)),
);

const NAME_PARTS = [0, 1, 2, 3].map((at) => `name__coarse${at}`);

/**
 * A model for registries of persons as agencies in South Sudan keep them: names of up to four parts (own, father's,
 * grandfather's), births by date, year or estimated age, P-coded places, a phone, a card that one person or a whole
 * household holds, and the household with the person's role in it. Its probabilities are what is usual there; training
 * fits them to the registries at hand.
 */
export const PERSONS_MODEL: LinkageModel = {
  format: "accord-linkage/1",
  name: "registered persons",
  id: ["id"],
  columns: [
    { name: "name", from: [["name"]], standard: "nameParts" },
    { name: "sex", from: [["sex"]], standard: "sex" },
    { name: "birth", from: [["birthDate"]], standard: "birthDate", estimatedFrom: ["birthEstimated"] },
    { name: "place", from: [["place"]], standard: "place" },
    { name: "origin", from: [["origin"]], standard: "place" },
    { name: "phone", from: [["phone"]], standard: "phone" },
    { name: "card", from: [["card"]], standard: "identifier" },
    { name: "household", from: [["household"]], standard: "key" },
    { name: "role", from: [["role"]], standard: "role" },
    { name: "household_size", from: [["householdSize"]], standard: "number" },
  ],
  household: "household",
  comparisons: [
    OWN_NAME,
    LINEAGE,
    BIRTH,
    {
      name: "sex",
      tells: "person",
      refinedOnHouseholds: true,
      missing: missing("sex"),
      levels: [level("same", 0.985, 0.5, same("sex")), level("different", 0.015, 0.5)],
    },
    {
      name: "place",
      tells: "household",
      missing: missing("place"),
      levels: [
        level("same site", 0.45, 0.02, same("place"), { near: true }),
        level("same county", 0.25, 0.035, same("place__county"), { near: true }),
        level("same state", 0.15, 0.45, same("place__state")),
        level("different state", 0.15, 0.495),
      ],
    },
    {
      name: "origin",
      tells: "household",
      missing: missing("origin"),
      levels: [
        level("same place", 0.8, 0.045, same("origin")),
        level("same state", 0.12, 0.455, same("origin__state")),
        level("different state", 0.08, 0.5),
      ],
    },
    {
      name: "phone",
      tells: "household",
      missing: missing("phone"),
      levels: [level("same", 0.6, 0.00001, same("phone")), level("different", 0.4, 0.99999)],
    },
    {
      name: "identifier",
      tells: "measured",
      missing: missing("card"),
      levels: [
        level("one in common", 0.85, 0.00001, same("card")),
        level(
          "one slip apart",
          0.05,
          0.00002,
          measure({ kind: "slips", column: "card__plain" }, undefined, 1),
          { voidWhere: [NAMES_CONTRARY] },
        ),
        level(
          "two characters apart",
          0.02,
          0.0007,
          measure({ kind: "levenshtein", column: "card__plain" }, undefined, 2),
        ),
        level("none of a kind in common", 0.08, 0.99927),
      ],
    },
    {
      name: "role",
      tells: "person",
      refinedOnHouseholds: true,
      // A member of whom nothing more is known may be anything but the head.
      missing: any(
        missing("role"),
        all(
          measure({ kind: "least", column: "role__class" }, undefined, 0),
          not(measure({ kind: "greatest", column: "role__class" }, 1, 1)),
        ),
      ),
      levels: [
        level("both head", 0.15, 0.03, { kind: "both", column: "role__class", equals: 1 }),
        level(
          "same relationship",
          0.2,
          0.02,
          all(same("role"), { kind: "both", column: "role__class", equals: 2 }),
        ),
        level("same, the commonest relationship", 0.45, 0.27, {
          kind: "both",
          column: "role__class",
          equals: 3,
        }),
        level("different", 0.2, 0.68),
      ],
    },
    {
      name: "householdSize",
      tells: "household",
      missing: missing("household_size"),
      levels: [
        level("same", 0.5, 0.12, same("household_size")),
        level(
          "one apart",
          0.25,
          0.23,
          measure({ kind: "difference", column: "household_size" }, undefined, 1),
        ),
        level("further apart", 0.25, 0.65),
      ],
    },
  ],
  rarities: [0, 1, 2].map((at) => ({ column: `name__skeleton${at}`, mostBits: 6, leastBearers: 10 })),
  blocking: [
    {
      name: "own name and birth year within two (five if estimated)",
      on: [
        "name__skeleton0",
        { column: "birth__year", around: 2, estimatedBy: "birth__estimated", estimatedAround: 5 },
      ],
      presupposes: ["ownName", "birth"],
    },
    {
      name: "own name and another part, in any order",
      on: [{ first: "name__coarse0", withAnyOf: NAME_PARTS.slice(1) }],
      presupposes: ["ownName", "lineage"],
    },
    {
      name: "own name, where a birth date is missing",
      on: ["name__coarse0", { missing: "birth__year" }],
      presupposes: ["ownName"],
    },
    {
      name: "father's and grandfather's names, sex and birth year within one",
      on: [
        { sorted: ["name__coarse1", "name__coarse2"] },
        "sex",
        { column: "birth__year", around: 1, estimatedBy: "birth__estimated", estimatedAround: 3 },
      ],
      presupposes: ["lineage", "birth", "sex"],
    },
    {
      name: "full birth date and initial of a name part",
      on: ["birth__year", "birth__month_day", { anyOf: NAME_PARTS, prefix: 1 }],
      presupposes: ["birth"],
    },
    {
      name: "a name part and birth year and month",
      on: [{ anyOf: NAME_PARTS }, "birth__year", "birth__month"],
      presupposes: ["birth"],
    },
    {
      name: "a name part and birth year and day of the month",
      on: [{ anyOf: NAME_PARTS }, "birth__year", "birth__day"],
      presupposes: ["birth"],
    },
    {
      name: "a name part and birth month and day",
      on: [{ anyOf: NAME_PARTS }, "birth__month_day"],
      presupposes: ["birth"],
    },
    {
      name: "site, sex, birth year and initial of the own name",
      on: ["place", "sex", "birth__year", { column: "name__coarse0", prefix: 1 }],
      presupposes: ["place", "birth", "sex"],
    },
    {
      name: "joined name",
      on: ["name__joined"],
      guard: measure({ kind: "lesserLength", column: "name__joined" }, 4),
      presupposes: ["ownName", "lineage"],
    },
    { name: "identifier", on: ["card"], presupposes: ["identifier"] },
    {
      name: "identifier one slip apart, and an initial or birth years within five",
      on: [{ itemOf: "card__near" }],
      guard: SLIP_GUARD,
      presupposes: ["identifier"],
    },
    { name: "phone", on: ["phone"], presupposes: ["phone"] },
  ],
  contradictions: [
    { sex: ["different"] },
    NAMES_CONTRARY,
    {
      ownName: ["different"],
      birth: [
        "more than five years apart",
        "estimated, more than ten years apart",
        "estimated for a child, six to ten years apart",
        "estimated for a child, more than ten years apart",
      ],
    },
  ],
  simpleRule: all(same("name"), same("birth__year")),
  prior: 1e-4,
  matesPerMatch: 0,
  thresholds: { link: 0.95, review: 0.5 },
};

/** A person's record as a row for {@link PERSONS_MODEL}. */
export function personRow(record: LinkageRecord): SourceRow {
  const identifier = record.identifiers?.find((one) => one.trim() !== "");
  const relationship = record.relationship?.trim().toLowerCase();
  const related = relationship !== undefined && relationship !== "" && relationship !== "unknown";
  return {
    id: record.id,
    name: record.nameParts?.join(" "),
    sex: record.sex,
    birthDate: record.birthDate,
    birthEstimated: record.birthEstimated === true ? "true" : undefined,
    place: record.place,
    origin: record.origin,
    phone: record.phone,
    card: identifier?.slice(identifier.indexOf(":") + 1),
    household: record.household,
    role: record.role === "head" ? "head" : related ? relationship : record.role,
    householdSize: record.householdSize,
  };
}
