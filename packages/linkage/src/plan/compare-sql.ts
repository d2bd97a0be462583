import type { Dialect } from "../dialect/dialect.ts";
import type { Comparison, LinkageModel } from "../document/linkage-model.ts";
import { schemeOf } from "../document/scheme.ts";
import { conditionSql } from "./condition-sql.ts";
import { PairColumns } from "./pair-columns.ts";

/** The tables that a statement reads: pairs with columns `l` and `r`, and the standardised records of both sides. */
export interface ComparedTables {
  readonly pairs: string;
  readonly left: string;
  readonly right: string;
}

function levelSql(dialect: Dialect, columns: PairColumns, comparison: Comparison): string {
  const branches = comparison.levels.map(({ when }, index) =>
    when === undefined
      ? `ELSE ${index + 1}`
      : `WHEN ${conditionSql(dialect, columns, when)} THEN ${index + 1}`,
  );
  return `CASE WHEN ${conditionSql(dialect, columns, comparison.missing)} THEN 0 ${branches.join(" ")} END`;
}

/**
 * SQL that compares pairs and yields `l`, `r` and `pattern`: the level of each comparison, packed into one number by
 * the scheme's place values.
 */
export function compareSql(dialect: Dialect, model: LinkageModel, tables: ComparedTables): string {
  const { radices } = schemeOf(model);
  const columns = new PairColumns(dialect);
  const packed = model.comparisons.map(
    (comparison, index) =>
      `CAST(${levelSql(dialect, columns, comparison)} AS ${dialect.wholeNumber}) * ${radices[index]}`,
  );
  return `SELECT l, r, ${packed.join("\n + ")} AS pattern
    FROM (${columns.from(tables.pairs, tables.left, tables.right)}) pair_columns`;
}
