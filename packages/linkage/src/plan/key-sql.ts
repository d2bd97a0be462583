import type { Dialect } from "../dialect/dialect.ts";
import type { BlockingRule, KeyPart } from "../document/blocking-rule.ts";

/** Whether the part yields one value at most on either side, the same expression on both. */
function isSingle(part: KeyPart): boolean {
  return (
    typeof part === "string" ||
    ("prefix" in part && "column" in part) ||
    "sorted" in part ||
    ("around" in part && part.around === 0)
  );
}

/** Whether a record has one key at most under the rule, so that pairs of the rule need no removal of doubles. */
export function isSingleKeyed(rule: BlockingRule): boolean {
  return rule.guard === undefined && rule.on.every(isSingle);
}

/** Whether the rule looks for other keys on the right than on the left. */
export function isAsymmetric(rule: BlockingRule): boolean {
  return rule.on.some((part) => typeof part !== "string" && ("around" in part || "missing" in part));
}

/** One value of a part, for parts that have one. */
function singleSql(dialect: Dialect, part: KeyPart): string {
  const name = dialect.identifier;
  if (typeof part === "string") return `CAST(${name(part)} AS ${dialect.text})`;
  if ("sorted" in part) {
    const [one = "", other = ""] = part.sorted.map(name);
    return `CASE WHEN ${one} IS NOT NULL AND ${other} IS NOT NULL
      THEN concat(least(${one}, ${other}), ' ', greatest(${one}, ${other})) END`;
  }
  if ("prefix" in part && "column" in part) return `left(${name(part.column)}, ${part.prefix})`;
  return `CAST(${name((part as { column: string }).column)} AS ${dialect.text})`;
}

/** The list of values of a part that may have several. */
function listSql(dialect: Dialect, part: Exclude<KeyPart, string>, side: "l" | "r"): string {
  const name = dialect.identifier;
  if ("anyOf" in part) {
    const { prefix } = part;
    const values = part.anyOf.map((column) =>
      prefix === undefined ? name(column) : `left(${name(column)}, ${prefix})`,
    );
    return dialect.distinctList(values);
  }
  if ("first" in part) {
    const first = name(part.first);
    return dialect.distinctList(
      part.withAnyOf.map((column) => {
        const other = name(column);
        return `CASE WHEN ${first} < ${other} THEN concat(${first}, ' ', ${other})
          WHEN ${first} >= ${other} THEN concat(${other}, ' ', ${first}) END`;
      }),
    );
  }
  if ("itemOf" in part) return name(part.itemOf);
  if ("missing" in part) {
    const present = side === "l" ? "'l'" : "'r'";
    // 'l' meets a right side that lacks it, 'r' a left side that does; both lacking it meet under either.
    return `CASE WHEN ${name(part.missing)} IS NULL THEN ${dialect.distinctList(["'l'", "'r'"])}
      ELSE ${dialect.distinctList([present])} END`;
  }
  const { column, around, estimatedBy, estimatedAround } = part as Extract<KeyPart, { around: number }>;
  const value = name(column);
  if (side === "l") return dialect.distinctList([value]);
  const reach =
    estimatedBy === undefined || estimatedAround === undefined
      ? String(around)
      : `(CASE WHEN ${name(estimatedBy)} = 1 THEN ${estimatedAround} ELSE ${around} END)`;
  return `CASE WHEN ${value} IS NOT NULL THEN ${dialect.numbers(`${value} - ${reach}`, `${value} + ${reach}`)} END`;
}

/**
 * SQL that yields `idx` and `key` of the records of a side under parts of a rule: a row for each combination of the
 * parts' values, none where a part is missing.
 */
export function keysSql(dialect: Dialect, parts: readonly KeyPart[], side: "l" | "r", table: string): string {
  const base = parts.map((part, at) =>
    isSingle(part)
      ? `${singleSql(dialect, part)} AS part${at}`
      : `${listSql(dialect, part as Exclude<KeyPart, string>, side)} AS list${at}`,
  );
  let source = `SELECT idx, ${base.join(", ")} FROM ${table}`;
  for (const [at, part] of parts.entries()) {
    if (isSingle(part)) continue;
    source = `SELECT *, ${dialect.explode(`list${at}`)} AS part${at} FROM (${source}) keyed${at}`;
  }
  const names = parts.map((_, at) => `part${at}`);
  const joined = names.map((name) => `CAST(${name} AS ${dialect.text})`).join(", '|', ");
  return `SELECT idx, ${dialect.keyOf(`concat(${joined}, '')`)} AS key FROM (${source}) keyed
    WHERE ${names.map((name) => `${name} IS NOT NULL`).join(" AND ")}`;
}
