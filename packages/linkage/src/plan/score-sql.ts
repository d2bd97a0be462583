import type { Dialect } from "../dialect/dialect.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import type { Scheme } from "../document/scheme.ts";
import { weightTable } from "../score/weights.ts";

/**
 * SQL that weighs compared pairs (`l`, `r`, `pattern`, `rarity`): `l`, `r`, `pattern` and `weight`, the log2 odds that a
 * pair is one person by biography, prior included. For engines where patterns are too many, or too far away, to be
 * weighed outside.
 */
export function scoreSql(dialect: Dialect, model: LinkageModel, scheme: Scheme, compared: string): string {
  const table = weightTable(model);
  const level = (column: number) =>
    `(${dialect.quotient(`CAST(pattern AS ${dialect.wholeNumber})`, String(scheme.radices[column] ?? 1))} % ${(scheme.levelCounts[column] ?? 0) + 1})`;
  const holds = (places: Scheme["contradictions"][number]) =>
    places.map(([column, levels]) => `${level(column)} IN (${levels.join(", ")})`).join(" AND ");
  const near =
    scheme.near === undefined ? undefined : `${level(scheme.near[0])} IN (${scheme.near[1].join(", ")})`;
  const double = (value: number) => `CAST(${value} AS DOUBLE)`;
  const term = (column: number, which: "random" | "mates") => {
    const branches = (table.levels[column] ?? []).map((weights, at) => {
      const own =
        which === "mates" || near === undefined || weights.random === weights.neighbour
          ? double(weights[which])
          : `CASE WHEN ${near} THEN ${double(weights.neighbour)} ELSE ${double(weights.random)} END`;
      const voids = scheme.voids[column]?.[at] ?? [];
      const said =
        voids.length === 0
          ? own
          : `CASE WHEN ${voids.map((one) => `(${holds(one)})`).join(" OR ")} THEN least(CAST(0 AS DOUBLE), ${own}) ELSE ${own} END`;
      return `WHEN ${at + 1} THEN ${said}`;
    });
    return `CASE ${level(column)} ${branches.join(" ")} ELSE CAST(0 AS DOUBLE) END`;
  };
  const sum = (prior: number, which: "random" | "mates") =>
    [double(prior), ...scheme.names.map((_, column) => term(column, which))].join("\n + ");
  return `SELECT l, r, pattern, -log2(power(2, -(against_random + rarity)) + power(2, -against_mates)) AS weight
    FROM (SELECT l, r, pattern, rarity, ${sum(table.randomPrior, "random")} AS against_random,
      ${sum(table.matesPrior, "mates")} AS against_mates FROM ${compared} compared) weighed`;
}
