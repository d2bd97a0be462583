import { DUCKDB } from "../dialect/duckdb.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { schemeOf } from "../document/scheme.ts";
import { openDatabase, rowsOf } from "../engine/database.ts";
import { readRawSides } from "../load/raw-sides.ts";
import { quoted, type Source } from "../load/source.ts";
import { type RawSide, standardiseSides } from "../load/standard-table.ts";
import { compareSql } from "../plan/compare-sql.ts";
import { countPatterns } from "../run/prepared.ts";
import { combinedOdds, patternScorer } from "../score/weights.ts";
import type { Completeness } from "./completeness.ts";

/** What is known of the records alone, before any pair is looked at. */
export interface RecordMeasures {
  readonly completeness: readonly Completeness[];
  /** Weight of each record (or of a sample) against itself, in bits of posterior odds. */
  readonly selfWeights: readonly number[];
}

const SAMPLED_RECORDS = 100_000;

/**
 * Completeness of the model's columns, and what each record reaches against a perfect copy of itself. What the rarity of
 * its values and its household would add is left out.
 */
export async function measureRecords(
  sources: { readonly left: Source; readonly right?: Source | undefined },
  model: LinkageModel,
): Promise<RecordMeasures> {
  const database = await openDatabase();
  try {
    const { connection } = database;
    const { left, right } = await readRawSides(connection, sources);
    const standard = await standardiseSides(database, model, { left, right }, new Set());
    const sides = standard.left === standard.right ? [standard.left] : [standard.left, standard.right];
    const raws = right === undefined ? [left] : [left, right];
    const weigh = patternScorer(model, schemeOf(model));
    const selfWeights: number[] = [];
    for (const { table } of sides) {
      const pairs = `(SELECT idx AS l, idx AS r FROM ${table} ORDER BY hash(idx) LIMIT ${SAMPLED_RECORDS})`;
      const patterns = await countPatterns(
        connection,
        compareSql(DUCKDB, model, { pairs, left: table, right: table }),
      );
      for (const [pattern, count] of patterns) {
        const { againstRandom, againstMates } = weigh(pattern);
        const weight = combinedOdds(againstRandom, againstMates);
        for (let each = 0; each < count; each++) selfWeights.push(weight);
      }
    }
    const completeness: Completeness[] = [];
    for (const { name, from } of model.columns) {
      const filled: number[] = [];
      for (const side of raws) filled.push(await filledShare(side, from.flat()));
      completeness.push({ column: name, filled });
    }
    return { completeness, selfWeights };

    async function filledShare(side: RawSide, headers: readonly string[]): Promise<number> {
      const present = side.columns.filter((column) =>
        headers.some((header) => header.trim().toLowerCase() === column.trim().toLowerCase()),
      );
      if (present.length === 0) return 0;
      const [row] = await rowsOf<{ filled: number }>(
        connection,
        `SELECT coalesce(avg(CASE WHEN coalesce(${present.map(quoted).join(", ")}) IS NULL THEN 0 ELSE 1 END), 0)::DOUBLE AS filled FROM ${side.table}`,
      );
      return row?.filled ?? 0;
    }
  } finally {
    await database.close();
  }
}
