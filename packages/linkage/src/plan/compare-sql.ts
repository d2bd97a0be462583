import type { Dialect } from "../dialect/dialect.ts";
import type { Comparison, LinkageModel } from "../document/linkage-model.ts";
import { schemeOf } from "../document/scheme.ts";
import { conditionSql } from "./condition-sql.ts";
import { openFrom } from "./outline-sql.ts";
import { type ComparedColumns, PairColumns } from "./pair-columns.ts";

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

/**
 * The same for pairs whose `outline` is known: only what the outline leaves open is compared, and only where it does.
 */
export function compareOutlinedSql(dialect: Dialect, model: LinkageModel, tables: ComparedTables): string {
  const { radices } = schemeOf(model);
  const columns = new PairColumns(dialect, ["outline"]);
  const further = model.comparisons.flatMap((comparison, index) => {
    const from = openFrom(comparison);
    if (from === undefined) return [];
    const radix = radices[index] ?? 1;
    const { levels, missing } = comparison;
    const levelOf = (outline: string) =>
      `${dialect.quotient(outline, String(radix))} % ${comparison.levels.length + 1}`;
    const own: ComparedColumns = {
      of: (side, column) => columns.of(side, column),
      similarity: (one, other) => columns.similarity(one, other, `${levelOf("p.outline")} = ${from + 1}`),
      alignment: (measure) => columns.alignment(measure),
    };
    const step = (level: number) => `CAST(${(level - from) * radix} AS ${dialect.wholeNumber})`;
    const branches = levels
      .slice(from)
      .map(({ when }, at) =>
        when === undefined
          ? `ELSE ${step(from + at)}`
          : `WHEN ${conditionSql(dialect, own, when)} THEN ${step(from + at)}`,
      );
    // Where nothing at all was told of the comparison, it may be missing.
    if (from === 0) branches.unshift(`WHEN ${conditionSql(dialect, own, missing)} THEN ${step(-1)}`);
    return [
      `CASE WHEN ${levelOf("outline")} = ${from + 1} THEN CASE ${branches.join(" ")} END ELSE ${step(from)} END`,
    ];
  });
  return `SELECT l, r, ${["outline", ...further].join("\n + ")} AS pattern
    FROM (${columns.from(tables.pairs, tables.left, tables.right)}) pair_columns`;
}
