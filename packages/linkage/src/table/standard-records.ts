import { columnsOfKeyPart, type KeyPart } from "../document/blocking-rule.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { openDatabase } from "../engine/database.ts";
import { readRawSides } from "../load/raw-sides.ts";
import { literal, quoted, type Source } from "../load/source.ts";
import { standardiseSides } from "../load/standard-table.ts";

/**
 * Writes the standardised records of either side as Parquet, as the engine compares them: `unique_id` and every column
 * that the model's comparisons and rules read. For looking at what standardisation made of a table, and for giving
 * another engine the same input.
 */
export async function writeStandardRecords(
  sources: { readonly left: Source; readonly right?: Source | undefined },
  model: LinkageModel,
  paths: { readonly left: string; readonly right?: string | undefined },
): Promise<void> {
  const database = await openDatabase();
  try {
    const { connection } = database;
    const { left, right } = await readRawSides(connection, sources);
    const standard = await standardiseSides(database, model, { left, right }, new Set());
    const write = (table: string, path: string) =>
      connection.run(
        `COPY (SELECT * EXCLUDE (idx, id), id AS unique_id FROM ${table} ORDER BY idx) TO ${literal(path)} (FORMAT parquet)`,
      );
    await write(standard.left.table, paths.left);
    if (paths.right !== undefined) await write(standard.right.table, paths.right);
  } finally {
    await database.close();
  }
}

/**
 * A model's blocking rules as SQL expressions on the standardised columns, each rule a list of expressions that must be
 * equal on both sides; undefined where a rule asks for more than equality (lists, ranges, a missing value).
 */
export function equalityRules(model: LinkageModel): string[][] | undefined {
  const rules = model.blocking.map(({ on, guard }) =>
    guard === undefined ? on.map(equalityOf) : [undefined],
  );
  return rules.every((rule): rule is string[] => rule.every((part) => part !== undefined))
    ? rules
    : undefined;
}

function equalityOf(part: KeyPart): string | undefined {
  if (typeof part === "string") return quoted(part);
  if ("prefix" in part && "column" in part) return `substr(${quoted(part.column)}, 1, ${part.prefix})`;
  if ("sorted" in part) {
    const [one = "", other = ""] = columnsOfKeyPart(part).map(quoted);
    return `least(${one}, ${other}) || '|' || greatest(${one}, ${other})`;
  }
  return undefined;
}
