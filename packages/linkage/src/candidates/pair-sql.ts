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
  of === 1 ? "" : `AND hash(${expression}) % ${of} = ${slice}`;

/**
 * Which pairs are wanted: all, or those of which a record is new or changed (tables `changed_left`, `changed_right` of
 * one column `idx`).
 */
export type Wanted = "all" | "changed";

/** Records of a common key, `one`, `other` and `key`. */
function meetings(rule: NumberedRule, wanted: Wanted): string {
  const [left, right] = [keyTable(rule, "l"), keyTable(rule, "r")];
  const meet = (lefts: string, rights: string) =>
    `SELECT kl.idx AS one, kr.idx AS other, kl.key FROM ${lefts} kl JOIN ${rights} kr ON kl.key = kr.key`;
  if (wanted === "all") return `(${meet(left, right)}) met`;
  const changedLeft = meet(`(FROM ${left} SEMI JOIN changed_left USING (idx))`, right);
  const changedRight = meet(
    `(FROM ${left} ANTI JOIN changed_left USING (idx))`,
    `(FROM ${right} SEMI JOIN changed_right USING (idx))`,
  );
  return `(${changedLeft} UNION ALL ${changedRight}) met`;
}

/** Pairs of one rule, distinct, as `l` < `r` within one registry; sliced by key where a record has one key. */
export function rulePairsSql(
  one: NumberedRule,
  within: boolean,
  slice: Slice,
  wanted: Wanted = "all",
): string {
  const source = meetings(one, wanted);
  if (one.single) {
    return `SELECT one AS l, other AS r FROM ${source}
      WHERE ${within ? "one < other" : "true"} ${inSlice("key", slice)}`;
  }
  const ordered =
    within && one.asymmetric
      ? `SELECT least(one, other) AS l, greatest(one, other) AS r FROM ${source}
          WHERE one <> other ${inSlice("least(one, other)", slice)}`
      : `SELECT one AS l, other AS r FROM ${source}
          WHERE ${within ? "one < other" : "true"} ${inSlice("one", slice)}`;
  const distinct = `SELECT DISTINCT l, r FROM (${ordered}) ordered`;
  if (one.rule.guard === undefined) return distinct;
  const columns = new PairColumns(DUCKDB);
  const guard = conditionSql(DUCKDB, columns, one.rule.guard);
  return `SELECT l, r FROM (${columns.from(`(${distinct})`, "left_records", within ? "left_records" : "right_records")}) guarded
    WHERE coalesce(${guard}, false)`;
}

/**
 * The distinct candidate pairs of all rules, `l` and `r`. A pair of a rule that gives a record one key is left to the
 * first such rule that brings it, which the keys show; only the other rules' pairs must be made distinct.
 */
export function candidatesSql(
  rules: readonly NumberedRule[],
  within: boolean,
  slice: Slice,
  wanted: Wanted = "all",
): string {
  const single = rules.filter((one) => one.single);
  const several = rules.filter((one) => !one.single);
  const without = (pairs: string, some: readonly NumberedRule[]) =>
    some.length === 0
      ? pairs
      : `SELECT p.l, p.r FROM (${pairs}) p JOIN left_single a ON a.idx = p.l JOIN right_single b ON b.idx = p.r
        WHERE ${some.map(({ number }) => `coalesce(a.k${number} <> b.k${number}, true)`).join(" AND ")}`;
  const branches = single.map((one, at) =>
    without(rulePairsSql(one, within, slice, wanted), single.slice(0, at)),
  );
  const others = several.map((one) => rulePairsSql(one, within, slice, wanted));
  if (others.length > 0) {
    branches.push(without(`SELECT DISTINCT l, r FROM (${others.join(" UNION ALL ")}) several`, single));
  }
  return branches.join("\nUNION ALL ");
}

/** Statement that gathers the keys of the rules with one key a record in a row for each record of a side. */
export function singleKeysSql(
  rules: readonly NumberedRule[],
  side: "left" | "right",
  records: string,
): string {
  const single = rules.filter((one) => one.single);
  const letter = side === "left" ? "l" : "r";
  return `CREATE OR REPLACE TABLE ${side}_single AS SELECT s.idx,
    ${single.map((one) => `k${one.number}.key AS k${one.number}`).join(", ") || "0 AS none"}
    FROM ${records} s ${single
      .map((one) => `LEFT JOIN ${keyTable(one, letter)} k${one.number} ON k${one.number}.idx = s.idx`)
      .join(" ")}`;
}
