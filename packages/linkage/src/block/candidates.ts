import type { DuckDBConnection } from "@duckdb/node-api";
import { fillTable, rowsOf } from "../engine/database.ts";
import type { Column, StandardRecord } from "../standardise.ts";
import { BLOCKING_RULES, type BlockingRule } from "./rules.ts";

/** What blocking did, rule by rule. */
export interface BlockingReport {
  readonly rules: readonly {
    readonly name: string;
    /** Pairs the rule yields, also those that another rule yields. */
    readonly pairs: number;
    /** Keys dropped because their block was over the limit, and the pairs lost with them. */
    readonly oversizeKeys: number;
    readonly pairsDropped: number;
  }[];
  /** Rules that could not run, each with the attributes it lacks on a side. */
  readonly unusable: readonly { readonly name: string; readonly missing: readonly Column[] }[];
  /** Distinct pairs of all rules. */
  readonly candidatePairs: number;
}

/** Bit of the mask that marks pairs brought by biometric evidence rather than by a rule. */
export const BIOMETRIC_MASK = 1 << 30;

interface BlockingSource {
  readonly connection: DuckDBConnection;
  readonly left: readonly StandardRecord[];
  /** The same array as `left` where one registry is compared with itself. */
  readonly right: readonly StandardRecord[];
  readonly columns: ReadonlySet<Column>;
  /** Blocks of more pairs than this are dropped and reported. */
  readonly maxPairsPerKey: number;
  readonly biometricPairs: Iterable<readonly [number, number]>;
}

function* filed(records: readonly StandardRecord[], rules: readonly BlockingRule[], other: boolean) {
  for (const [index, record] of records.entries()) {
    for (const rule of rules) {
      const keys = other && rule.otherKeys !== undefined ? rule.otherKeys(record) : rule.keys(record);
      for (const key of keys) yield [BLOCKING_RULES.indexOf(rule), key, index] as const;
    }
  }
}

const JOINED_KEYS = `keys_left kl JOIN (SELECT rule, key FROM blocks WHERE NOT oversize) USING (rule, key)
  JOIN keys_right kr USING (rule, key)`;

/** The pairs of the keys as they are; within one registry also those that only the other keys bring, turned round. */
const sides = (within: boolean) =>
  within
    ? [
        { select: "kl.idx AS l, kr.idx AS r", where: "AND kl.idx < kr.idx" },
        { select: "kr.idx AS l, kl.idx AS r", where: "AND kr.idx < kl.idx" },
      ]
    : [{ select: "kl.idx AS l, kr.idx AS r", where: "" }];

function guardedPairs(rule: BlockingRule, side: { select: string; where: string }): string {
  const bit = BLOCKING_RULES.indexOf(rule);
  return `SELECT p.l, p.r, 1 << ${bit} AS mask
    FROM (SELECT DISTINCT ${side.select} FROM ${JOINED_KEYS} WHERE rule = ${bit} ${side.where}) p
    JOIN records_left l ON l.idx = p.l JOIN records_right r ON r.idx = p.r WHERE ${rule.guard}`;
}

/**
 * Fills table `candidates` (`l`, `r`, `mask` with one bit a rule) with the distinct pairs of all usable rules.
 */
export async function findCandidates(source: BlockingSource): Promise<BlockingReport> {
  const { connection, left, right, columns, maxPairsPerKey } = source;
  const missing = (rule: BlockingRule) => rule.needs.filter((column) => !columns.has(column));
  const usable = BLOCKING_RULES.filter((rule) => missing(rule).length === 0);
  const unusable = BLOCKING_RULES.filter((rule) => missing(rule).length > 0);
  const shape = { rule: "INTEGER", key: "VARCHAR", idx: "INTEGER" } as const;
  await fillTable(connection, "keys_left", shape, filed(left, usable, false));
  await fillTable(connection, "keys_right", shape, filed(right, usable, true));
  await fillTable(connection, "biometric_pairs", { l: "INTEGER", r: "INTEGER" }, source.biometricPairs);
  await connection.run(`CREATE OR REPLACE TABLE blocks AS
    SELECT rule, key, cl * cr AS pairs, cl * cr > ${Math.floor(maxPairsPerKey)} AS oversize FROM
      (SELECT rule, key, count(*)::DOUBLE AS cl FROM keys_left GROUP BY ALL)
      JOIN (SELECT rule, key, count(*)::DOUBLE AS cr FROM keys_right GROUP BY ALL) USING (rule, key)`);
  const counts = await rowsOf<{ rule: number; pairs: number; oversize: number; dropped: number }>(
    connection,
    `SELECT rule, coalesce(sum(pairs) FILTER (NOT oversize), 0) AS pairs,
      (count(*) FILTER (oversize))::DOUBLE AS oversize,
      coalesce(sum(pairs) FILTER (oversize), 0) AS dropped FROM blocks GROUP BY rule`,
  );
  const within = left === right;
  const branches = usable
    .filter(({ guard }) => guard !== undefined)
    .flatMap((rule) => sides(within).map((side) => guardedPairs(rule, side)));
  const unguarded = usable
    .filter(({ guard }) => guard === undefined)
    .map((rule) => BLOCKING_RULES.indexOf(rule));
  branches.push(
    ...sides(within).map(
      (side) => `SELECT ${side.select}, 1 << kl.rule AS mask FROM ${JOINED_KEYS}
    WHERE rule IN (${[-1, ...unguarded].join()}) ${side.where}`,
    ),
  );
  await connection.run(`CREATE OR REPLACE TABLE candidates AS
    SELECT l, r, CAST(bit_or(mask) AS INTEGER) AS mask FROM (
      ${branches.join(" UNION ALL ")}
      UNION ALL SELECT l, r, ${BIOMETRIC_MASK} FROM biometric_pairs
    ) GROUP BY l, r`);
  const guarded = await rowsOf<{ rule: number; pairs: number }>(
    connection,
    usable
      .filter(({ guard }) => guard !== undefined)
      .map((rule) => BLOCKING_RULES.indexOf(rule))
      .map(
        (bit) =>
          `SELECT ${bit} AS rule, (count(*) FILTER (mask & ${1 << bit} <> 0))::DOUBLE AS pairs FROM candidates`,
      )
      .join(" UNION ALL ") || "SELECT 0 AS rule, 0::DOUBLE AS pairs WHERE false",
  );
  await connection.run("DROP TABLE keys_left; DROP TABLE keys_right; DROP TABLE blocks");
  const [total] = await rowsOf<{ pairs: number }>(
    connection,
    "SELECT count(*)::DOUBLE AS pairs FROM candidates",
  );
  return {
    rules: usable.map((rule) => {
      const count = counts.find((one) => one.rule === BLOCKING_RULES.indexOf(rule));
      return {
        name: rule.name,
        pairs: guarded.find((one) => one.rule === BLOCKING_RULES.indexOf(rule))?.pairs ?? count?.pairs ?? 0,
        oversizeKeys: count?.oversize ?? 0,
        pairsDropped: count?.dropped ?? 0,
      };
    }),
    unusable: unusable.map((rule) => ({ name: rule.name, missing: missing(rule) })),
    candidatePairs: total?.pairs ?? 0,
  };
}
