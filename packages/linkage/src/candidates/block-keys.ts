import type { DuckDBConnection } from "@duckdb/node-api";
import { DUCKDB } from "../dialect/duckdb.ts";
import type { BlockingRule } from "../document/blocking-rule.ts";
import { rowsOf } from "../engine/database.ts";
import type { StandardSide } from "../load/standard-table.ts";
import { isAsymmetric, isSingleKeyed, keysSql } from "../plan/key-sql.ts";

/** A rule with its number in table `keys_left` and `keys_right`. */
export interface NumberedRule {
  readonly number: number;
  readonly rule: BlockingRule;
  readonly single: boolean;
  readonly asymmetric: boolean;
}

/** What a rule brings, counted before it runs. */
export interface RuleCount {
  readonly name: string;
  /** Pairs the rule yields, also those that another rule yields. */
  readonly pairs: number;
  /** Blocks over the limit that were split by a further key. */
  readonly refinedKeys: number;
  /** Blocks dropped because they were over the limit all the same, and the pairs lost with them. */
  readonly oversizeKeys: number;
  readonly pairsDropped: number;
}

const pairsOf = (within: boolean, rule: NumberedRule) =>
  within && !rule.asymmetric ? "cl * (cl - 1) / 2" : "cl * cr";

function blockCounts(left: string, right: string): string {
  return `(SELECT key, count(*)::DOUBLE AS cl FROM ${left} GROUP BY key) a
    JOIN (SELECT key, count(*)::DOUBLE AS cr FROM ${right} GROUP BY key) b USING (key)`;
}

/**
 * Fills `keys_<n>_l` and `keys_<n>_r` (`idx`, `key`) for each rule, one table where the sides and keys are the same,
 * splits blocks of more than `maxPairsPerKey` pairs by `refineBy`, and drops what stays too large.
 */
export async function buildKeys(
  connection: DuckDBConnection,
  rules: readonly BlockingRule[],
  left: StandardSide,
  right: StandardSide,
  maxPairsPerKey: number,
): Promise<{ readonly rules: readonly NumberedRule[]; readonly counts: readonly RuleCount[] }> {
  const within = left === right;
  const numbered: NumberedRule[] = [];
  const counts: RuleCount[] = [];
  for (const [number, rule] of rules.entries()) {
    const one: NumberedRule = {
      number,
      rule,
      single: isSingleKeyed(rule),
      asymmetric: isAsymmetric(rule),
    };
    numbered.push(one);
    counts.push(await buildRule(connection, one, left, right, within, maxPairsPerKey));
  }
  return { rules: numbered, counts };
}

/** Name of the key table of a rule at a side. */
export const keyTable = ({ number }: NumberedRule, side: "l" | "r") => `keys_${number}_${side}`;

async function buildRule(
  connection: DuckDBConnection,
  one: NumberedRule,
  left: StandardSide,
  right: StandardSide,
  within: boolean,
  maxPairsPerKey: number,
): Promise<RuleCount> {
  const { rule } = one;
  const [l, r] = [keyTable(one, "l"), keyTable(one, "r")];
  const fill = async (parts: BlockingRule["on"], suffix: string) => {
    const make = (side: "l" | "r", table: string) =>
      `CREATE OR REPLACE TABLE ${keyTable(one, side)}${suffix} AS SELECT DISTINCT idx, key FROM (${keysSql(DUCKDB, parts, side, table)}) keys`;
    await connection.run(make("l", left.table));
    if (within && !one.asymmetric) {
      await connection.run(
        `CREATE OR REPLACE VIEW ${keyTable(one, "r")}${suffix} AS FROM ${keyTable(one, "l")}${suffix}`,
      );
    } else await connection.run(make("r", right.table));
  };
  await fill(rule.on, "");
  const pairs = pairsOf(within, one);
  const oversize = `SELECT key FROM ${blockCounts(l, r)} WHERE ${pairs} > ${maxPairsPerKey}`;
  const count = async (where: string) => {
    const [row] = await rowsOf<{ keys: number; pairs: number }>(
      connection,
      `SELECT count(*)::DOUBLE AS keys, coalesce(sum(${pairs}), 0)::DOUBLE AS pairs FROM ${blockCounts(l, r)} WHERE ${where}`,
    );
    return row ?? { keys: 0, pairs: 0 };
  };
  const large = await count(`${pairs} > ${maxPairsPerKey}`);
  let refinedKeys = 0;
  if (large.keys > 0 && rule.refineBy !== undefined) {
    refinedKeys = large.keys;
    await connection.run(`CREATE OR REPLACE TABLE oversize AS ${oversize}`);
    await fill([...rule.on, ...rule.refineBy], "_refined");
    const sides = within && !one.asymmetric ? (["l"] as const) : (["l", "r"] as const);
    for (const side of sides) {
      const table = keyTable(one, side);
      // Records of a block that is not too large keep its key; the others have the longer one.
      await connection.run(`CREATE OR REPLACE TABLE ${table} AS
        FROM ${table} ANTI JOIN oversize USING (key)
        UNION ALL SELECT f.idx, f.key FROM ${table}_refined f
          SEMI JOIN (FROM ${table} SEMI JOIN oversize USING (key)) o ON o.idx = f.idx`);
    }
  }
  const over = await count(`${pairs} > ${maxPairsPerKey}`);
  if (over.keys > 0) {
    await connection.run(`CREATE OR REPLACE TABLE oversize AS ${oversize}`);
    for (const table of within && !one.asymmetric ? [l] : [l, r]) {
      await connection.run(
        `CREATE OR REPLACE TABLE ${table} AS FROM ${table} ANTI JOIN oversize USING (key)`,
      );
    }
  }
  const kept = await count("true");
  return {
    name: rule.name,
    pairs: kept.pairs,
    refinedKeys,
    oversizeKeys: over.keys,
    pairsDropped: over.pairs,
  };
}
