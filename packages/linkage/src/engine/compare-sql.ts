import { COMPARISONS, type ComparisonName, PATTERN_RADICES } from "../comparisons.ts";
import { NAME_PARTS_COMPARED } from "../names/standard-name.ts";
import { anyOneSlipApart } from "./slip-sql.ts";

const POSITIONS = Array.from({ length: NAME_PARTS_COMPARED }, (_, index) => index);

function permutations(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((first) =>
    permutations(values.filter((value) => value !== first)).map((rest) => [first, ...rest]),
  );
}

/**
 * How alike two name parts are: 4 same sound; 3 same skeleton; 2 same coarse skeleton, Jaro-Winkler from 0.92 or
 * one letter changed; 1 Jaro-Winkler from 0.84; else 0. Only ASCII keys are compared, because DuckDB's
 * similarities count bytes. The first branch with the similarity makes DuckDB compute it once a pair.
 */
function cell(left: number, right: number): string {
  const [l, r] = [`l.sound${left}`, `r.sound${right}`];
  const similarity = `jaro_winkler_similarity(${l}, ${r})`;
  return `CASE WHEN ${l} IS NULL OR ${r} IS NULL THEN 0 WHEN ${l} = ${r} THEN 4
    WHEN l.skeleton${left} = r.skeleton${right} THEN 3
    WHEN l.coarse${left} = r.coarse${right} THEN 2
    WHEN ${similarity} < 0.75 THEN 0
    WHEN ${similarity} >= 0.92 THEN 2
    WHEN least(length(${l}), length(${r})) >= 4 AND levenshtein(${l}, ${r}) <= 1 THEN 2
    WHEN ${similarity} >= 0.84 THEN 1 ELSE 0 END AS c${left}${right}`;
}

/**
 * The best assignment of parts to parts, as 64 × sum of likenesses + a code for the own name: 8 + likeness
 * where own name stands against own name, else the lesser likeness of the two own names to what they stand
 * against. At equal sums the alignment of own name to own name wins.
 */
function bestAssignment(): string {
  const sums = permutations(POSITIONS).map((to) => {
    const total = POSITIONS.map((at) => `c${at}${to[at]}`).join("+");
    const own = to[0] === 0 ? "8 + c00" : `least(c0${to[0]}, c${to.indexOf(0)}0)`;
    return `64 * (${total}) + ${own}`;
  });
  return `greatest(${sums.join(", ")})`;
}

const DIGITS_DIFFER = "levenshtein(l.birth_digits, r.birth_digits)";

/** One CASE for each comparison over `l`, `r` and the assigned name; 0 where a side is missing. */
const LEVEL_SQL: Readonly<Record<ComparisonName, string>> = {
  // A name of one part that is another part of the other name says nothing of the own name.
  ownName: `CASE WHEN parts_left = 0 OR parts_right = 0 THEN 0
    WHEN least(parts_left, parts_right) = 1 AND greatest(parts_left, parts_right) > 1 AND own_code < 8 AND only_part >= 2 THEN 0 WHEN own_code = 12 THEN 1 WHEN own_code = 11 OR joined THEN 2
    WHEN own_code = 10 THEN 3 WHEN own_code < 8 AND own_code >= 2 THEN 5 WHEN own_code = 9 THEN 4 ELSE 6 END`,
  lineage: `CASE least(parts_left, parts_right) WHEN 0 THEN 0
    WHEN 1 THEN (CASE WHEN greatest(parts_left, parts_right) > 1 AND own_code < 8 AND only_part >= 2
      THEN (CASE WHEN only_part >= 4 THEN 6 ELSE 7 END) ELSE 0 END)
    WHEN 2 THEN (CASE WHEN rest >= 4 THEN 6 WHEN rest >= 2 OR joined THEN 7 ELSE 8 END)
    ELSE (CASE WHEN rest >= 8 THEN 1 WHEN rest >= 6 OR joined THEN 2 WHEN rest >= 4 THEN 3 WHEN rest >= 2 THEN 4 ELSE 5 END) END`,
  birth: `CASE WHEN l.birth_year IS NULL OR r.birth_year IS NULL THEN 0
    WHEN l.birth_estimated + r.birth_estimated > 0 THEN (CASE abs(l.birth_year - r.birth_year) WHEN 0 THEN 0 WHEN 1 THEN 1
      WHEN 2 THEN 2 WHEN 3 THEN 3 WHEN 4 THEN 3 WHEN 5 THEN 3 WHEN 6 THEN 4 WHEN 7 THEN 4 WHEN 8 THEN 4 WHEN 9 THEN 4 WHEN 10 THEN 4
      ELSE 5 END) + 9 + 6 * least(l.child, r.child)
    WHEN l.birth_digits = r.birth_digits THEN 1
    WHEN l.birth_year = r.birth_year AND l.birth_month = r.birth_day AND l.birth_day = r.birth_month THEN 2
    WHEN l.birth_digits IS NOT NULL AND r.birth_digits IS NOT NULL AND ${DIGITS_DIFFER} = 1 THEN 2
    WHEN l.birth_digits IS NOT NULL AND r.birth_digits IS NOT NULL AND ${DIGITS_DIFFER} = 2 THEN 3
    WHEN l.birth_year = r.birth_year THEN 4 WHEN abs(l.birth_year - r.birth_year) = 1 THEN 5
    WHEN abs(l.birth_year - r.birth_year) = 2 THEN 6 WHEN abs(l.birth_year - r.birth_year) <= 5 THEN 7 ELSE 8 END`,
  sex: "CASE WHEN l.sex IS NULL OR r.sex IS NULL THEN 0 WHEN l.sex = r.sex THEN 1 ELSE 2 END",
  place: `CASE WHEN l.site IS NULL OR r.site IS NULL THEN 0 WHEN l.site = r.site THEN 1
    WHEN l.county = r.county THEN 2 WHEN l.state = r.state THEN 3 ELSE 4 END`,
  origin: `CASE WHEN l.origin IS NULL OR r.origin IS NULL THEN 0 WHEN l.origin = r.origin THEN 1
    WHEN l.origin_state = r.origin_state THEN 2 ELSE 3 END`,
  phone: "CASE WHEN l.phone IS NULL OR r.phone IS NULL THEN 0 WHEN l.phone = r.phone THEN 1 ELSE 2 END",
  identifier: `CASE WHEN l.own_identifiers IS NULL OR r.own_identifiers IS NULL THEN 0
    WHEN list_has_any(l.own_identifiers, r.own_identifiers) THEN 1
    WHEN ${anyOneSlipApart("l.own_plain", "r.own_plain")} THEN 2
    WHEN length(l.own_plain[1]) = length(r.own_plain[1]) AND levenshtein(l.own_plain[1], r.own_plain[1]) = 2 THEN 3
    WHEN list_has_any(l.own_kinds, r.own_kinds) THEN 4 ELSE 0 END`,
  householdIdentifier: `CASE WHEN l.household_identifiers IS NULL OR r.household_identifiers IS NULL THEN 0
    WHEN list_has_any(l.household_identifiers, r.household_identifiers) THEN 1
    WHEN ${anyOneSlipApart("l.household_plain", "r.household_plain")} THEN 2
    WHEN list_has_any(l.household_kinds, r.household_kinds) THEN 3 ELSE 0 END`,
  role: `CASE WHEN l.role IS NULL OR r.role IS NULL THEN 0
    WHEN least(l.role_class, r.role_class) = 0 AND greatest(l.role_class, r.role_class) <> 1 THEN 0
    WHEN l.role = r.role THEN l.role_class ELSE 4 END`,
  householdSize: `CASE WHEN l.household_size IS NULL OR r.household_size IS NULL THEN 0
    WHEN l.household_size = r.household_size THEN 1 WHEN abs(l.household_size - r.household_size) = 1 THEN 2 ELSE 3 END`,
};

/**
 * SQL that compares the pairs of table `pairs` (columns `l`, `r`, and `mask` which is handed through) and
 * yields `l`, `r`, `mask` and `pattern`, the packed levels.
 */
export function compareSql(pairs: string, leftTable: string, rightTable: string): string {
  const cells = POSITIONS.flatMap((left) => POSITIONS.map((right) => cell(left, right)));
  // Comparisons other than the name are packed in the innermost projection, where the records are at hand.
  const packed = (names: readonly ComparisonName[]) =>
    COMPARISONS.flatMap((comparison, index) =>
      names.includes(comparison.name) ? [`(${LEVEL_SQL[comparison.name]}) * ${PATTERN_RADICES[index]}`] : [],
    ).join(" + ");
  const named: ComparisonName[] = ["ownName", "lineage"];
  const others = COMPARISONS.map(({ name }) => name).filter((name) => !named.includes(name));
  return `SELECT l, r, mask, CAST(${packed(named)} + others AS INTEGER) AS pattern FROM (
    SELECT *, best % 64 AS own_code,
      best // 64 AS only_part,
      best // 64 - (CASE WHEN best % 64 >= 8 THEN best % 64 - 8 ELSE best % 64 END) AS rest FROM (
      SELECT l, r, mask, others, joined, parts_left, parts_right, ${bestAssignment()} AS best FROM (
        SELECT p.l, p.r, p.mask, l.parts AS parts_left, r.parts AS parts_right,
          coalesce(l.joined = r.joined, false) AS joined,
          ${packed(others)} AS others,
          ${cells.join(",\n")}
        FROM ${pairs} p JOIN ${leftTable} l ON l.idx = p.l JOIN ${rightTable} r ON r.idx = p.r)))`;
}
