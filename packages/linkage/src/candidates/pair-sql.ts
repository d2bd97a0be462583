import { DUCKDB } from "../dialect/duckdb.ts";
import { conditionSql } from "../plan/condition-sql.ts";
import { PairColumns } from "../plan/pair-columns.ts";
import { keyTable, type NumberedRule } from "./block-keys.ts";

/** A slice of all pairs: number `slice` of `of`. */
export interface Slice {
  readonly slice: number;
  readonly of: number;
}

const inSlice = (expression: string, { slice, of }: Slice) =>
  of === 1 ? "true" : `hash(${expression}) % ${of} = ${slice}`;

/**
 * Which pairs are wanted: all, or those of which a record is new or changed (tables `changed_left`, `changed_right` of
 * one column `idx`).
 */
export type Wanted = "all" | "changed";

/** Both sides of a join, once for all pairs, twice where a record of the pair must be new or changed. */
function sidesOf(wanted: Wanted, left: string, right: string): (readonly [left: string, right: string])[] {
  if (wanted === "all") return [[left, right]];
  return [
    [`(FROM ${left} SEMI JOIN changed_left USING (idx))`, right],
    [
      `(FROM ${left} ANTI JOIN changed_left USING (idx))`,
      `(FROM ${right} SEMI JOIN changed_right USING (idx))`,
    ],
  ];
}

/** Pairs of one rule, distinct, as `l` < `r` within one registry; sliced by key where a record has one key. */
export function rulePairsSql(
  one: NumberedRule,
  within: boolean,
  slice: Slice,
  wanted: Wanted = "all",
): string {
  const met = sidesOf(wanted, keyTable(one, "l"), keyTable(one, "r"))
    .map(
      ([left, right]) =>
        `SELECT kl.idx AS one, kr.idx AS other, kl.key FROM ${left} kl JOIN ${right} kr USING (key)`,
    )
    .join(" UNION ALL ");
  if (one.single) {
    return `SELECT one AS l, other AS r FROM (${met}) met
      WHERE ${within ? "one < other" : "true"} AND ${inSlice("key", slice)}`;
  }
  const ordered =
    within && one.asymmetric
      ? `SELECT least(one, other) AS l, greatest(one, other) AS r FROM (${met}) met
          WHERE one <> other AND ${inSlice("least(one, other)", slice)}`
      : `SELECT one AS l, other AS r FROM (${met}) met
          WHERE ${within ? "one < other" : "true"} AND ${inSlice("one", slice)}`;
  const distinct = `SELECT DISTINCT l, r FROM (${ordered}) ordered`;
  if (one.rule.guard === undefined) return distinct;
  const columns = new PairColumns(DUCKDB);
  const guard = conditionSql(DUCKDB, columns, one.rule.guard);
  return `SELECT l, r FROM (${columns.from(`(${distinct})`, "left_records", within ? "left_records" : "right_records")}) guarded
    WHERE coalesce(${guard}, false)`;
}

const POSITIONS = "l.idx AS l, r.idx AS r";

/**
 * The distinct candidate pairs of all rules. A pair of a rule that gives a record one key is left to the first such
 * rule that brings it, which the keys beside the records show: such a rule is one join, in which each record is held
 * in one slice only. The other rules' pairs must be made distinct.
 *
 * @param select what is wanted of the pair's rows `l` and `r` of the tables `left_outlines` and `right_outlines`.
 */
export function candidatesSql(
  rules: readonly NumberedRule[],
  within: boolean,
  slice: Slice,
  wanted: Wanted = "all",
  select: string = POSITIONS,
): string {
  const single = rules.filter((one) => one.single);
  const several = rules.filter((one) => !one.single);
  const broughtByNone = (some: readonly NumberedRule[]) =>
    some.map(({ number }) => `coalesce(l.k${number} <> r.k${number}, true)`);
  const branches = single.flatMap((one, at) => {
    const key = `k${one.number}`;
    const sliced = (table: string) => `(FROM ${table} WHERE ${key} IS NOT NULL AND ${inSlice(key, slice)})`;
    const conditions = [...(within ? ["l.idx < r.idx"] : []), ...broughtByNone(single.slice(0, at))];
    return sidesOf(wanted, sliced("left_outlines"), sliced("right_outlines")).map(
      ([left, right]) =>
        `SELECT ${select} FROM ${left} l JOIN ${right} r ON l.${key} = r.${key} WHERE ${conditions.join(" AND ") || "true"}`,
    );
  });
  if (several.length > 0) {
    const pairs = several.map((one) => rulePairsSql(one, within, slice, wanted)).join(" UNION ALL ");
    branches.push(`SELECT ${select} FROM (SELECT DISTINCT l, r FROM (${pairs}) several) p
      JOIN left_outlines l ON l.idx = p.l JOIN right_outlines r ON r.idx = p.r
      WHERE ${broughtByNone(single).join(" AND ") || "true"}`);
  }
  return branches.join("\nUNION ALL ");
}
