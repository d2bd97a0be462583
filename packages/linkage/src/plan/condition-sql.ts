import type { Dialect } from "../dialect/dialect.ts";
import type { Condition, Measure } from "../document/condition.ts";
import type { ComparedColumns } from "./pair-columns.ts";

const EARTH_RADIUS_KILOMETRES = 6371;

/** SQL of a condition over the columns of a pair; never an error, and NULL counts as false. */
export function conditionSql(dialect: Dialect, columns: ComparedColumns, condition: Condition): string {
  const inner = (one: Condition) => conditionSql(dialect, columns, one);
  switch (condition.kind) {
    case "same": {
      const l = columns.of("l", condition.column);
      const r = columns.of("r", condition.with ?? condition.column);
      return condition.prefix === undefined
        ? `${l} = ${r}`
        : `left(${l}, ${condition.prefix}) = left(${r}, ${condition.prefix})`;
    }
    case "missing":
      return `(${columns.of("l", condition.column)} IS NULL OR ${columns.of("r", condition.column)} IS NULL)`;
    case "both":
    case "either": {
      const value =
        typeof condition.equals === "number" ? String(condition.equals) : dialect.literal(condition.equals);
      const [l, r] = [columns.of("l", condition.column), columns.of("r", condition.column)];
      return `(${l} = ${value} ${condition.kind === "both" ? "AND" : "OR"} ${r} = ${value})`;
    }
    case "measure": {
      const measure = measureSql(dialect, columns, condition.measure);
      const bounds = [
        ...(condition.atLeast === undefined ? [] : [`${measure} >= ${condition.atLeast}`]),
        ...(condition.atMost === undefined ? [] : [`${measure} <= ${condition.atMost}`]),
      ];
      return bounds.length === 0 ? `${measure} IS NOT NULL` : `(${bounds.join(" AND ")})`;
    }
    case "all":
      return `(${condition.of.map(inner).join(" AND ")})`;
    case "any":
      return `(${condition.of.map(inner).join(" OR ")})`;
    case "not":
      return `NOT coalesce(${inner(condition.of)}, false)`;
  }
}

function measureSql(dialect: Dialect, columns: ComparedColumns, measure: Measure): string {
  switch (measure.kind) {
    case "jaroWinkler":
      return columns.similarity(measure.column, measure.with ?? measure.column);
    case "levenshtein":
      return dialect.levenshtein(
        columns.of("l", measure.column),
        columns.of("r", measure.with ?? measure.column),
      );
    case "slips":
      return dialect.slips(columns.of("l", measure.column), columns.of("r", measure.with ?? measure.column));
    case "difference":
      return `abs(${columns.of("l", measure.column)} - ${columns.of("r", measure.column)})`;
    case "total":
      return `(${columns.of("l", measure.column)} + ${columns.of("r", measure.column)})`;
    case "least":
    case "greatest":
      // In DuckDB and Spark, least and greatest pass over a missing value; a measure of a missing value is missing.
      return `(CASE WHEN ${columns.of("l", measure.column)} IS NOT NULL AND ${columns.of("r", measure.column)} IS NOT NULL
        THEN ${measure.kind}(${columns.of("l", measure.column)}, ${columns.of("r", measure.column)}) END)`;
    case "lesserLength":
      return `least(length(${columns.of("l", measure.column)}), length(${columns.of("r", measure.column)}))`;
    case "inCommon":
      return dialect.itemsInCommon(columns.of("l", measure.column), columns.of("r", measure.column));
    case "kilometres":
      return kilometresSql(columns, measure.latitude, measure.longitude);
    case "ownPart":
    case "allParts":
    case "otherParts":
      return columns.alignment(measure);
  }
}

/** The haversine distance; the square root is kept within its domain against rounding. */
function kilometresSql(columns: ComparedColumns, latitude: string, longitude: string): string {
  const [latL, latR] = [columns.of("l", latitude), columns.of("r", latitude)];
  const [lonL, lonR] = [columns.of("l", longitude), columns.of("r", longitude)];
  const half = (one: string, other: string) => `power(sin(radians(${other} - ${one}) / 2), 2)`;
  return `(2 * ${EARTH_RADIUS_KILOMETRES} * asin(sqrt(least(1.0, ${half(latL, latR)}
    + cos(radians(${latL})) * cos(radians(${latR})) * ${half(lonL, lonR)}))))`;
}
