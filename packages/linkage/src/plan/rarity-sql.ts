import type { Dialect } from "../dialect/dialect.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import type { Scheme } from "../document/scheme.ts";
import { rarityBits } from "../train/rarities.ts";

/**
 * SQL that adds to compared pairs the bits of the rarity of what agrees: `l`, `r`, `pattern` (as a floating number),
 * `rarity`. Tables `rarity_<n>` hold the bits of the listed values.
 */
export function raritySql(
  dialect: Dialect,
  model: LinkageModel,
  scheme: Scheme,
  compared: string,
  tables: { readonly left: string; readonly right: string },
): string {
  if (model.rarities.length === 0) {
    return `SELECT l, r, CAST(pattern AS DOUBLE) AS pattern, CAST(0 AS DOUBLE) AS rarity FROM ${compared} c`;
  }
  const text = (column: string) => `CAST(${column} AS ${dialect.text})`;
  const terms = model.rarities.map((rarity, index) => {
    const name = dialect.identifier(rarity.column);
    const rare = rarityBits(rarity, rarity.rare ?? 1);
    const column = rarity.comparison === undefined ? -1 : scheme.names.indexOf(rarity.comparison);
    const wanted = (rarity.levels ?? []).flatMap((label) => {
      const at = model.comparisons[column]?.levels.findIndex((level) => level.label === label) ?? -1;
      return at < 0 ? [] : [at + 1];
    });
    const level = `${dialect.quotient("c.pattern", String(scheme.radices[column] ?? 1))} % ${(scheme.levelCounts[column] ?? 0) + 1}`;
    const applies = column < 0 || wanted.length === 0 ? "" : ` AND (${level}) IN (${wanted.join(", ")})`;
    return `CASE WHEN l.${name} = r.${name}${applies} THEN coalesce(t${index}.bits, CAST(${rare} AS DOUBLE)) ELSE CAST(0 AS DOUBLE) END`;
  });
  const joins = model.rarities.map(
    ({ column }, index) =>
      `LEFT JOIN rarity_${index} t${index} ON t${index}.value = ${text(`l.${dialect.identifier(column)}`)}`,
  );
  return `SELECT c.l, c.r, CAST(c.pattern AS DOUBLE) AS pattern, ${terms.join(" + ")} AS rarity
    FROM ${compared} c JOIN ${tables.left} l ON l.idx = c.l JOIN ${tables.right} r ON r.idx = c.r ${joins.join(" ")}`;
}
