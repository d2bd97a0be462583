import type { Dialect } from "./dialect.ts";

/** Spark SQL 4.3 and newer, which has Jaro–Winkler; `''` and `''` are 1 there and 0 in DuckDB, so keys are never empty. */
export const SPARK: Dialect = {
  name: "spark",
  identifier: (name) => `\`${name.replaceAll("`", "``")}\``,
  literal: (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`,
  jaroWinkler: (one, other) => `jaro_winkler_similarity(${one}, ${other})`,
  levenshtein: (one, other) => `levenshtein(${one}, ${other})`,
  slips: (one, other) => `(CASE WHEN abs(length(${one}) - length(${other})) > 1 THEN 2
    WHEN levenshtein(${one}, ${other}) = 2 AND length(${one}) = length(${other})
      AND exists(sequence(1, greatest(1, length(${one}) - 1)), at -> concat(left(${one}, at - 1),
        substring(${one}, at + 1, 1), substring(${one}, at, 1), substring(${one}, at + 2)) = ${other}) THEN 1
    ELSE levenshtein(${one}, ${other}) END)`,
  itemsInCommon: (one, other) => `size(array_intersect(${one}, ${other}))`,
  haveItemInCommon: (one, other) => `arrays_overlap(${one}, ${other})`,
  distinctList: (expressions) =>
    `filter(array_distinct(array(${expressions.join(", ")})), item -> item IS NOT NULL)`,
  numbers: (from, to) => `sequence(CAST(${from} AS BIGINT), CAST(${to} AS BIGINT))`,
  explode: (list) => `explode(${list})`,
  keyOf: (text) => `xxhash64(${text})`,
  quotient: (dividend, divisor) => `((${dividend}) div (${divisor}))`,
  wholeNumber: "BIGINT",
  text: "STRING",
};
