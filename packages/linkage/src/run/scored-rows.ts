import { candidatesSql, type Slice, type Wanted } from "../candidates/pair-sql.ts";
import { bitsOf } from "../decide/policy.ts";
import { DUCKDB } from "../dialect/duckdb.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { levelsOf } from "../document/scheme.ts";
import { eachChunk, fillTable, rowsOf } from "../engine/database.ts";
import { compareOutlinedSql, compareSql } from "../plan/compare-sql.ts";
import { outlineSql } from "../plan/outline-sql.ts";
import { raritySql } from "../plan/rarity-sql.ts";
import { mostOdds } from "../score/most-odds.ts";
import { combinedOdds, patternScorer } from "../score/weights.ts";
import { rarityBits } from "../train/rarities.ts";
import type { Prepared } from "./prepared.ts";

/** A compared pair: positions of its records, packed levels, and bits for the rarity of what agrees. */
export type Row = readonly [left: number, right: number, pattern: number, rarity: number];

/** Fills table `rarity_<n>` with the bits of each value listed in the model. */
export async function loadRarities(prepared: Prepared, model: LinkageModel): Promise<void> {
  for (const [index, rarity] of model.rarities.entries()) {
    await fillTable(
      prepared.database.connection,
      `rarity_${index}`,
      { value: "VARCHAR", bits: "DOUBLE" },
      Object.entries(rarity.common ?? {}).map(([value, share]) => [value, rarityBits(rarity, share)]),
    );
  }
}

const leastBits = (keepFrom: number) => (keepFrom === 0 ? Number.NEGATIVE_INFINITY : bitsOf(keepFrom));

/** Bits that rarity can add to a pattern at most. */
function mostRarity(model: LinkageModel, prepared: Prepared, levels: Uint8Array): number {
  let most = 0;
  for (const { comparison, levels: labels, mostBits } of model.rarities) {
    const column = comparison === undefined ? -1 : prepared.scheme.names.indexOf(comparison);
    const label = model.comparisons[column]?.levels[(levels[column] ?? 0) - 1]?.label;
    if (column < 0 || labels === undefined || (label !== undefined && labels.includes(label)))
      most += mostBits;
  }
  return most;
}

/**
 * Scores the pairs of a table or statement with `l`, `r`, `pattern`, and returns those that may come to `keepFrom` or
 * all where it is 0.
 */
async function rowsFrom(
  prepared: Prepared,
  model: LinkageModel,
  compared: string,
  keepFrom: number,
): Promise<Row[]> {
  const { database, left, right, scheme } = prepared;
  const { connection } = database;
  const weigh = patternScorer(model, scheme);
  const least = leastBits(keepFrom);
  const patterns = await rowsOf<{ pattern: number }>(
    connection,
    `SELECT DISTINCT pattern::DOUBLE AS pattern FROM ${compared}`,
  );
  const odds = new Map(patterns.map(({ pattern }) => [pattern, weigh(pattern)]));
  const promising = patterns.filter(({ pattern }) => {
    const weights = odds.get(pattern);
    return (
      weights !== undefined &&
      weights.againstRandom + mostRarity(model, prepared, levelsOf(scheme, pattern)) >= least
    );
  });
  await fillTable(
    connection,
    "promising",
    { pattern: "DOUBLE" },
    promising.map(({ pattern }) => [pattern]),
  );
  const rows: Row[] = [];
  await eachChunk(
    connection,
    raritySql(
      DUCKDB,
      model,
      scheme,
      `(SELECT l, r, pattern FROM ${compared} WHERE pattern::DOUBLE IN (SELECT pattern FROM promising))`,
      { left: left.table, right: right.table },
    ),
    ([l, r, pattern, rarity], count) => {
      for (let at = 0; at < count; at++) {
        const row = [l?.[at] ?? 0, r?.[at] ?? 0, pattern?.[at] ?? 0, rarity?.[at] ?? 0] as const;
        const weights = odds.get(row[2]);
        if (
          weights !== undefined &&
          combinedOdds(weights.againstRandom + row[3], weights.againstMates) >= least
        )
          rows.push(row);
      }
    },
  );
  return rows;
}

/** Compares and scores pairs that no blocking rule brought. */
export async function comparePairs(
  prepared: Prepared,
  model: LinkageModel,
  pairs: readonly (readonly [number, number])[],
  keepFrom = 0,
): Promise<Row[]> {
  if (pairs.length === 0) return [];
  const { connection } = prepared.database;
  await fillTable(connection, "expansion", { l: "INTEGER", r: "INTEGER" }, pairs);
  await connection.run(
    `CREATE OR REPLACE TABLE expanded AS ${compareSql(DUCKDB, model, {
      pairs: "expansion",
      left: prepared.left.table,
      right: prepared.right.table,
    })}`,
  );
  const rows = await rowsFrom(prepared, model, "expanded", keepFrom);
  await connection.run("DROP TABLE expanded; DROP TABLE expansion");
  return rows;
}

/** All pairs that fingerprints bring, whatever their biography. */
export async function biometricRows(prepared: Prepared, model: LinkageModel): Promise<Row[]> {
  if (prepared.extraPairs === undefined) return [];
  const { connection } = prepared.database;
  await connection.run(
    `CREATE OR REPLACE TABLE expanded AS ${compareSql(DUCKDB, model, {
      pairs: prepared.extraPairs,
      left: prepared.left.table,
      right: prepared.right.table,
    })}`,
  );
  const rows = await rowsFrom(prepared, model, "expanded", 0);
  await connection.run("DROP TABLE expanded");
  return rows;
}

/** One piece of the candidates: how many pairs were compared and which of them are worth keeping. */
export interface ScoredPiece {
  readonly compared: number;
  readonly rows: Row[];
}

/** Fills table `outlined` with the pairs of a piece and their outlines, and `open_outlines` with those worth comparing. */
async function outlinePiece(
  prepared: Prepared,
  model: LinkageModel,
  piece: Slice,
  keepFrom: number,
  wanted: Wanted,
): Promise<{ readonly compared: number; readonly isPromising: boolean }> {
  const { connection } = prepared.database;
  const within = prepared.left === prepared.right;
  const select = `l.idx AS l, r.idx AS r, ${outlineSql(DUCKDB, model)} AS outline`;
  await connection.run(
    `CREATE OR REPLACE TABLE outlined AS ${candidatesSql(prepared.rules, within, piece, wanted, select)}`,
  );
  const counted = await rowsOf<{ outline: number; pairs: number }>(
    connection,
    "SELECT outline::DOUBLE AS outline, count(*)::DOUBLE AS pairs FROM outlined GROUP BY ALL",
  );
  const most = mostOdds(model, prepared.scheme);
  const least = leastBits(keepFrom);
  const promising = counted.filter(({ outline }) => most(outline) >= least);
  await fillTable(
    connection,
    "open_outlines",
    { outline: "DOUBLE" },
    promising.map(({ outline }) => [outline]),
  );
  return {
    compared: counted.reduce((sum, { pairs }) => sum + pairs, 0),
    isPromising: promising.length > 0,
  };
}

/**
 * Compares and scores piece number `slice` of `of` of all candidates. Of every pair an outline is made; similarities
 * are computed of those alone that may come to `keepFrom`.
 */
export async function scorePiece(
  prepared: Prepared,
  model: LinkageModel,
  piece: Slice,
  keepFrom: number,
  wanted: Wanted = "all",
): Promise<ScoredPiece> {
  const { connection } = prepared.database;
  if (prepared.rules.length === 0) return { compared: 0, rows: [] };
  const { compared, isPromising } = await outlinePiece(prepared, model, piece, keepFrom, wanted);
  if (!isPromising) return { compared, rows: [] };
  await connection.run(
    `CREATE OR REPLACE TABLE compared AS ${compareOutlinedSql(DUCKDB, model, {
      pairs: "(FROM outlined WHERE outline::DOUBLE IN (SELECT outline FROM open_outlines))",
      left: prepared.left.table,
      right: prepared.right.table,
    })}`,
  );
  await connection.run("DROP TABLE outlined");
  const rows = await rowsFrom(prepared, model, "compared", keepFrom);
  await connection.run("DROP TABLE compared");
  return { compared, rows };
}
