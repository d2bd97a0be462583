import type { DuckDBConnection } from "@duckdb/node-api";
import { buildKeys, type NumberedRule, type RuleCount } from "../candidates/block-keys.ts";
import { buildOutlines } from "../candidates/outlines.ts";
import { type UnusableRule, usableRules } from "../candidates/usable-rules.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { type Scheme, schemeOf } from "../document/scheme.ts";
import { type Database, eachChunk, rowsOf } from "../engine/database.ts";
import { LinkageError } from "../errors.ts";
import type { Households } from "../household/collective.ts";
import { quoted } from "../load/source.ts";
import type { StandardSide } from "../load/standard-table.ts";

/** A side ready to be linked. */
export interface Side extends StandardSide {
  readonly households: Households;
}

/** Two sides standardised and their blocks counted; `left` and `right` are one object within one registry. */
export interface Prepared {
  readonly database: Database;
  readonly left: Side;
  readonly right: Side;
  readonly scheme: Scheme;
  readonly rules: readonly NumberedRule[];
  readonly counts: readonly RuleCount[];
  readonly unusable: readonly UnusableRule[];
  /** Pairs of all rules together, counted rule by rule. */
  readonly countedPairs: number;
  /** Table of the pairs that fingerprints bring. */
  readonly extraPairs: string | undefined;
}

/** The number of a household at each record (−1 for none) and how many records each has. */
export async function readHouseholds(
  connection: DuckDBConnection,
  side: StandardSide,
  household: string | undefined,
): Promise<Households> {
  const of = new Int32Array(side.count).fill(-1);
  if (household === undefined || !side.present.has(household)) return { of, sizes: new Int32Array(0) };
  let most = -1;
  await eachChunk(
    connection,
    `SELECT idx, CAST(dense_rank() OVER (ORDER BY ${quoted(household)}) - 1 AS INTEGER) AS household
      FROM ${side.table} WHERE ${quoted(household)} IS NOT NULL`,
    ([idx, number], rows) => {
      for (let at = 0; at < rows; at++) {
        of[idx?.[at] ?? 0] = number?.[at] ?? -1;
        most = Math.max(most, number?.[at] ?? -1);
      }
    },
  );
  const sizes = new Int32Array(most + 1);
  for (const one of of) if (one >= 0) sizes[one] = (sizes[one] ?? 0) + 1;
  return { of, sizes };
}

/** Builds the keys of all usable rules and refuses more pairs than the ceiling. */
export async function prepareBlocks(
  database: Database,
  model: LinkageModel,
  left: Side,
  right: Side,
  limits: {
    readonly maxPairsPerKey: number;
    readonly maxPairs: number;
    readonly extraPairs: string | undefined;
  },
): Promise<Prepared> {
  const { connection } = database;
  const { usable, unusable } = usableRules(model, [left, right]);
  const { rules, counts } = await buildKeys(connection, usable, left, right, limits.maxPairsPerKey);
  const countedPairs = counts.reduce((sum, { pairs }) => sum + pairs, 0);
  if (countedPairs > limits.maxPairs) {
    const worst = counts.reduce((a, b) => (b.pairs > a.pairs ? b : a));
    throw new LinkageError("linkage.too-many-pairs", {
      message: `the blocking rules bring ${Math.round(countedPairs)} pairs, more than ${limits.maxPairs}`,
      where: `blocking rule "${worst.name}" with ${Math.round(worst.pairs)}`,
      remedy: "make the rule narrower or raise the ceiling on pairs",
    });
  }
  await buildOutlines(connection, model, rules, left, right);
  return {
    database,
    left,
    right,
    scheme: schemeOf(model),
    rules,
    counts,
    unusable,
    countedPairs,
    extraPairs: limits.extraPairs,
  };
}

/** Mean number of further members in a record's household; 0 without households. */
export function meanMates(side: Side): number {
  let mates = 0;
  for (const household of side.households.of) {
    if (household >= 0) mates += (side.households.sizes[household] ?? 1) - 1;
  }
  return side.count === 0 ? 0 : mates / side.count;
}

/** Patterns of a statement that yields `l`, `r` and `pattern`, with how many pairs show each. */
export async function countPatterns(
  connection: DuckDBConnection,
  sql: string,
  scale = 1,
): Promise<[pattern: number, count: number][]> {
  const rows = await rowsOf<{ pattern: number; pairs: number }>(
    connection,
    `SELECT pattern::DOUBLE AS pattern, count(*)::DOUBLE AS pairs FROM (${sql}) counted GROUP BY ALL`,
  );
  return rows.map(({ pattern, pairs }) => [pattern, pairs * scale]);
}
