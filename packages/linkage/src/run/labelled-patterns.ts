import { DUCKDB } from "../dialect/duckdb.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { fillTable } from "../engine/database.ts";
import { compareSql } from "../plan/compare-sql.ts";
import { patternCounts } from "../train/expectation-maximisation.ts";
import type { TrainingSource } from "../train/training-source.ts";
import type { Label } from "./options.ts";
import { countPatterns, type Prepared } from "./prepared.ts";

/** Patterns of the pairs that somebody judged, same and not; pairs of records that are not here are passed over. */
export async function labelledPatterns(
  prepared: Prepared,
  model: LinkageModel,
  labels: Iterable<Label> | undefined,
): Promise<TrainingSource["labelled"]> {
  const judged = [...(labels ?? [])];
  if (judged.length === 0) return undefined;
  const { left, right, scheme, database } = prepared;
  const { connection } = database;
  await fillTable(
    connection,
    "labels",
    { one: "VARCHAR", other: "VARCHAR", same: "INTEGER" },
    judged.map((label) => [label.left, label.right, Number(label.same)]),
  );
  const patternsOf = async (same: 0 | 1) => {
    const pairs = `(SELECT a.idx AS l, b.idx AS r FROM labels JOIN ${left.table} a ON a.id = one
      JOIN ${right.table} b ON b.id = other WHERE same = ${same})`;
    const rows = await countPatterns(
      connection,
      compareSql(DUCKDB, model, { pairs, left: left.table, right: right.table }),
    );
    return patternCounts(scheme, rows);
  };
  return { matches: await patternsOf(1), others: await patternsOf(0) };
}
