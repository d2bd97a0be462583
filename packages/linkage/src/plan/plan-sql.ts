import type { Dialect } from "../dialect/dialect.ts";
import { DUCKDB } from "../dialect/duckdb.ts";
import { SPARK } from "../dialect/spark.ts";
import type { BlockingRule } from "../document/blocking-rule.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { schemeOf } from "../document/scheme.ts";
import { rarityBits } from "../train/rarities.ts";
import { compareSql } from "./compare-sql.ts";
import { conditionSql } from "./condition-sql.ts";
import { keysSql } from "./key-sql.ts";
import { PairColumns } from "./pair-columns.ts";
import { raritySql } from "./rarity-sql.ts";
import { scoreSql } from "./score-sql.ts";

const DIALECTS: Readonly<Record<Dialect["name"], Dialect>> = { duckdb: DUCKDB, spark: SPARK };

/** A statement of a plan, and the name of the view or table that its rows are to be kept as. */
export interface PlannedStatement {
  readonly name: string;
  readonly sql: string;
}

function pairsOfRule(dialect: Dialect, rule: BlockingRule, within: boolean, tables: Sides): string {
  const keys = (side: "l" | "r", table: string) => `(${keysSql(dialect, rule.on, side, table)})`;
  const pairs = within
    ? "SELECT DISTINCT least(a.idx, b.idx) AS l, greatest(a.idx, b.idx) AS r"
    : "SELECT DISTINCT a.idx AS l, b.idx AS r";
  const joined = `${pairs} FROM ${keys("l", tables.left)} a JOIN ${keys("r", tables.right)} b ON a.key = b.key${within ? " WHERE a.idx <> b.idx" : ""}`;
  if (rule.guard === undefined) return joined;
  const columns = new PairColumns(dialect);
  const guard = conditionSql(dialect, columns, rule.guard);
  return `SELECT l, r FROM (${columns.from(`(${joined})`, tables.left, tables.right)}) guarded WHERE coalesce(${guard}, false)`;
}

interface Sides {
  readonly left: string;
  readonly right: string;
}

/** Rows of bits by value as a subquery; `value` never matches where a model lists none. */
function rarityRows(dialect: Dialect, model: LinkageModel, index: number): string {
  const rarity = model.rarities[index];
  const rows = Object.entries(rarity?.common ?? {}).map(
    ([value, share]) =>
      `(${dialect.literal(value)}, CAST(${rarity === undefined ? 0 : rarityBits(rarity, share)} AS DOUBLE))`,
  );
  return rows.length === 0
    ? `SELECT CAST(NULL AS ${dialect.text}) AS value, CAST(0 AS DOUBLE) AS bits`
    : `SELECT * FROM (VALUES ${rows.join(", ")}) AS listed (value, bits)`;
}

/**
 * The statements that block, compare and score standardised records, in order, for an engine of the dialect: each is
 * to be kept as a table or view of its name, the last of which, `scored`, has `l`, `r`, `pattern` and `weight`. Blocks
 * are not limited and rules not counted here; where that is wanted, `keys` of a rule can be counted first.
 *
 * @param tables names of the standardised records; one name twice for one registry.
 */
export function planSql(
  model: LinkageModel,
  dialect: Dialect["name"],
  tables: Sides = { left: "left_records", right: "right_records" },
  rules: readonly BlockingRule[] = model.blocking,
): PlannedStatement[] {
  const engine = DIALECTS[dialect];
  const within = tables.left === tables.right;
  const scheme = schemeOf(model);
  return [
    {
      name: "candidates",
      sql: rules.map((rule) => pairsOfRule(engine, rule, within, tables)).join("\nUNION "),
    },
    { name: "compared", sql: compareSql(engine, model, { pairs: "candidates", ...tables }) },
    ...model.rarities.map((_, index) => ({
      name: `rarity_${index}`,
      sql: rarityRows(engine, model, index),
    })),
    { name: "weighted", sql: raritySql(engine, model, scheme, "compared", tables) },
    { name: "scored", sql: scoreSql(engine, model, scheme, "weighted") },
  ];
}
