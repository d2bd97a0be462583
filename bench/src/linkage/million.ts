import type { LinkageModel } from "@accord/linkage";
import { PLACE_COMPARISON, years } from "./shared-rules.ts";

const jaroWinkler = (column: string, atLeast: number) =>
  ({ kind: "measure", measure: { kind: "jaroWinkler", column }, atLeast }) as const;
const yearsApart = (atMost: number) =>
  ({ kind: "measure", measure: { kind: "difference", column: "birth__year" }, atMost }) as const;
const same = (column: string) => ({ kind: "same", column }) as const;
const missing = (column: string) => ({ kind: "missing", column }) as const;

const nameComparison = (
  name: string,
  tells: "person" | "household",
): LinkageModel["comparisons"][number] => ({
  name,
  tells,
  missing: missing(name),
  levels: [
    { label: "same", m: 0.75, u: 0.004, when: same(name) },
    { label: "sounds alike", m: 0.1, u: 0.002, when: same(`${name}__sound`) },
    { label: "close", m: 0.05, u: 0.004, when: jaroWinkler(name, 0.92) },
    { label: "somewhat close", m: 0.04, u: 0.03, when: jaroWinkler(name, 0.8) },
    { label: "different", m: 0.06, u: 0.96 },
  ],
});

/**
 * A plain model of six comparisons, three of them of names, for the run of a million by a million: what Splink's users
 * build too. Households are left out, which Splink has none of.
 */
export const MILLION_MODEL: LinkageModel = {
  format: "accord-linkage/1",
  id: ["id"],
  columns: [
    { name: "own", from: [["own"]], standard: "name" },
    { name: "father", from: [["father"]], standard: "name" },
    { name: "grandfather", from: [["grandfather"]], standard: "name" },
    { name: "sex", from: [["sex"]], standard: "sex" },
    { name: "birth", from: [["birthDate"]], standard: "birthDate", estimatedFrom: ["birthEstimated"] },
    { name: "place", from: [["place"]], standard: "place" },
  ],
  comparisons: [
    nameComparison("own", "person"),
    nameComparison("father", "household"),
    nameComparison("grandfather", "household"),
    {
      name: "sex",
      tells: "person",
      missing: missing("sex"),
      levels: [
        { label: "same", m: 0.98, u: 0.5, when: same("sex") },
        { label: "different", m: 0.02, u: 0.5 },
      ],
    },
    {
      name: "birth",
      tells: "person",
      missing: missing("birth__year"),
      levels: [
        { label: "same date", m: 0.4, u: 0.00005, when: same("birth") },
        { label: "same year", m: 0.3, u: 0.02, when: same("birth__year") },
        { label: "one year apart", m: 0.1, u: 0.04, when: yearsApart(1) },
        { label: "two years apart", m: 0.08, u: 0.04, when: yearsApart(2) },
        { label: "five years apart", m: 0.07, u: 0.1, when: yearsApart(5) },
        { label: "further apart", m: 0.05, u: 0.8 },
      ],
    },
    {
      name: "place",
      tells: "household",
      missing: missing("place"),
      levels: [
        { label: "same site", m: 0.5, u: 0.02, when: same("place") },
        { label: "same county", m: 0.25, u: 0.03, when: same("place__county") },
        { label: "same state", m: 0.15, u: 0.4, when: same("place__state") },
        { label: "different state", m: 0.1, u: 0.55 },
      ],
    },
  ],
  rarities: ["own", "father", "grandfather"].map((name) => ({
    column: name,
    comparison: name,
    levels: ["same"],
    mostBits: 6,
    leastBearers: 10,
  })),
  blocking: [
    { name: "own name's sound, birth year and sex", on: ["own__sound", "birth__year", "sex"] },
    { name: "own and father's name and birth year", on: ["own__coarse", "father__coarse", "birth__year"] },
    { name: "all three names", on: ["own__coarse", "father__coarse", "grandfather__coarse"] },
    {
      name: "father's and grandfather's name, sex and birth year",
      on: ["father__coarse", "grandfather__coarse", "sex", "birth__year"],
    },
  ],
  prior: 1e-7,
  matesPerMatch: 0,
  thresholds: { link: 0.95, review: 0.5 },
};

/** The same comparisons as Splink has them. */
export const MILLION_COMPARISONS: readonly object[] = [
  ...["own", "father", "grandfather"].map((name) => ({
    kind: "jaroWinkler",
    column: name,
    thresholds: [0.92, 0.8],
    frequency: true,
  })),
  { kind: "exact", column: "sex" },
  {
    kind: "custom",
    name: "birth",
    column: "birth__year",
    levels: [
      ["same date", "birth_l = birth_r"],
      ["same year", "birth__year_l = birth__year_r"],
      ["one year apart", years(1)],
      ["two years apart", years(2)],
      ["five years apart", years(5)],
    ],
  },
  PLACE_COMPARISON,
];
