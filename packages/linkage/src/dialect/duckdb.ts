import type { Dialect } from "./dialect.ts";

/** DuckDB, in process. Its similarities compare bytes, which are characters for ASCII. */
export const DUCKDB: Dialect = {
  name: "duckdb",
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  literal: (text) => `'${text.replaceAll("'", "''")}'`,
  jaroWinkler: (one, other) => `jaro_winkler_similarity(${one}, ${other})`,
  levenshtein: (one, other) => `levenshtein(${one}, ${other})`,
  // The lengths rule out most pairs before the slow distance.
  slips: (one, other) =>
    `(CASE WHEN abs(length(${one}) - length(${other})) > 1 THEN 2 ELSE damerau_levenshtein(${one}, ${other}) END)`,
  itemsInCommon: (one, other) => `len(list_intersect(${one}, ${other}))`,
  haveItemInCommon: (one, other) => `list_has_any(${one}, ${other})`,
  distinctList: (expressions) =>
    `list_filter(list_distinct([${expressions.join(", ")}]), lambda item: item IS NOT NULL)`,
  numbers: (from, to) => `range(${from}, (${to}) + 1)`,
  explode: (list) => `unnest(${list})`,
  keyOf: (text) => `hash(${text})`,
  quotient: (dividend, divisor) => `((${dividend}) // (${divisor}))`,
  wholeNumber: "BIGINT",
  text: "VARCHAR",
};
