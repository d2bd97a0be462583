import type { DuckDBConnection } from "@duckdb/node-api";
import type { LinkageModel, Rarity } from "../document/linkage-model.ts";
import { rowsOf } from "../engine/database.ts";
import { quoted } from "../load/source.ts";
import type { StandardSide } from "../load/standard-table.ts";

/** Values listed of one column at most, the commonest; the others count as rare. */
const MOST_LISTED = 20_000;

/** Fills in how common the values of each rarity's column are, over both sides. */
export async function fillRarities(
  connection: DuckDBConnection,
  model: LinkageModel,
  left: StandardSide,
  right: StandardSide,
): Promise<LinkageModel> {
  const rarities: Rarity[] = [];
  for (const rarity of model.rarities) rarities.push(await fillRarity(connection, rarity, left, right));
  return { ...model, rarities };
}

async function fillRarity(
  connection: DuckDBConnection,
  rarity: Rarity,
  left: StandardSide,
  right: StandardSide,
): Promise<Rarity> {
  const column = quoted(rarity.column);
  const sides = left === right ? [left] : [left, right];
  const counts = await rowsOf<{ value: string; bearers: number }>(
    connection,
    `SELECT value, count(*)::DOUBLE AS bearers FROM (${sides
      .map(({ table }) => `SELECT CAST(${column} AS VARCHAR) AS value FROM ${table}`)
      .join(" UNION ALL ")}) WHERE value IS NOT NULL GROUP BY value ORDER BY bearers DESC, value`,
  );
  const total = counts.reduce((sum, { bearers }) => sum + bearers, 0);
  if (total === 0) return { ...rarity, common: {}, rare: 1, agreement: 1 };
  const listed = counts.filter(({ bearers }) => bearers >= rarity.leastBearers).slice(0, MOST_LISTED);
  const unlisted = counts.slice(listed.length);
  const rare =
    unlisted.length === 0
      ? 1 / total
      : unlisted.reduce((sum, { bearers }) => sum + bearers, 0) / unlisted.length / total;
  return {
    ...rarity,
    common: Object.fromEntries(
      listed
        .sort((a, b) => (a.value < b.value ? -1 : 1))
        .map(({ value, bearers }) => [value, bearers / total]),
    ),
    rare,
    agreement: counts.reduce((sum, { bearers }) => sum + (bearers / total) ** 2, 0),
  };
}

/** Bits by which agreement on a value of this share says more (rare) or less (common) than agreement on any. */
export function rarityBits(rarity: Rarity, share: number): number {
  const bits = Math.log2((rarity.agreement ?? 1) / Math.max(share, 1e-12));
  return Math.max(-rarity.mostBits, Math.min(rarity.mostBits, bits));
}
