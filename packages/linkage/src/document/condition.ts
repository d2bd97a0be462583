import { z } from "zod";

/** Name of a standardised column, such as `given`, `given__sound` or `birth__year`. */
export const ColumnName = z.string().regex(/^[a-z][a-z0-9_]*$/);

/** A number computed once for a pair, on columns of ASCII keys. `with` names the right side's column where it is another. */
export const Measure = z.discriminatedUnion("kind", [
  /** Jaro–Winkler similarity, 0 to 1. */
  z.strictObject({ kind: z.literal("jaroWinkler"), column: ColumnName, with: ColumnName.optional() }),
  /** Insertions, deletions and substitutions. */
  z.strictObject({ kind: z.literal("levenshtein"), column: ColumnName, with: ColumnName.optional() }),
  /** The same, and a swap of neighbours counts as one; slow, so that a condition that is cheaper should stand before it. */
  z.strictObject({ kind: z.literal("slips"), column: ColumnName, with: ColumnName.optional() }),
  /** Absolute difference of two numbers. */
  z.strictObject({ kind: z.literal("difference"), column: ColumnName }),
  /** Sum, least or greatest of two numbers. */
  z.strictObject({ kind: z.enum(["total", "least", "greatest"]), column: ColumnName }),
  /** Lesser length of two texts, in characters. */
  z.strictObject({ kind: z.literal("lesserLength"), column: ColumnName }),
  /** How many items two lists have in common. */
  z.strictObject({ kind: z.literal("inCommon"), column: ColumnName }),
  /** Great-circle distance of two places. */
  z.strictObject({ kind: z.literal("kilometres"), latitude: ColumnName, longitude: ColumnName }),
  /**
   * Names of up to four parts under the best assignment of parts to parts. `ownPart`: 8 + likeness (0 different,
   * 1 somewhat close, 2 close, 3 same skeleton, 4 same sound) where first part stands against first part, else the
   * lesser likeness of the two first parts to what they stand against. `allParts`: the sum of likenesses.
   * `otherParts`: that sum without the first parts'.
   */
  z.strictObject({ kind: z.enum(["ownPart", "allParts", "otherParts"]), column: ColumnName }),
]);
export type Measure = z.infer<typeof Measure>;

/** What may be asked of a pair. A missing value makes a condition false, never an error. */
export type Condition =
  | {
      readonly kind: "same";
      readonly column: string;
      readonly with?: string | undefined;
      readonly prefix?: number | undefined;
    }
  /** The value is absent on a side. */
  | { readonly kind: "missing"; readonly column: string }
  | {
      readonly kind: "measure";
      readonly measure: Measure;
      readonly atLeast?: number | undefined;
      readonly atMost?: number | undefined;
    }
  /** The column of both sides, or of either, has this value. */
  | {
      readonly kind: "both" | "either";
      readonly column: string;
      readonly equals: string | number;
    }
  | { readonly kind: "all" | "any"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly of: Condition };

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("same"),
      column: ColumnName,
      with: ColumnName.optional(),
      prefix: z.int().positive().optional(),
    }),
    z.strictObject({ kind: z.literal("missing"), column: ColumnName }),
    z.strictObject({
      kind: z.literal("measure"),
      measure: Measure,
      atLeast: z.number().optional(),
      atMost: z.number().optional(),
    }),
    z.strictObject({
      kind: z.enum(["both", "either"]),
      column: ColumnName,
      equals: z.union([z.string().max(200), z.number()]),
    }),
    z.strictObject({ kind: z.enum(["all", "any"]), of: z.array(Condition).min(1) }),
    z.strictObject({ kind: z.literal("not"), of: Condition }),
  ]),
);

/** Every standardised column that a condition reads. */
export function columnsOfCondition(condition: Condition): string[] {
  switch (condition.kind) {
    case "same":
      return condition.with === undefined ? [condition.column] : [condition.column, condition.with];
    case "missing":
    case "both":
    case "either":
      return [condition.column];
    case "measure":
      return columnsOfMeasure(condition.measure);
    case "all":
    case "any":
      return condition.of.flatMap(columnsOfCondition);
    case "not":
      return columnsOfCondition(condition.of);
  }
}

/** Positions of a name that are compared. */
export const NAME_POSITIONS = [0, 1, 2, 3] as const;

function columnsOfMeasure(measure: Measure): string[] {
  switch (measure.kind) {
    case "jaroWinkler":
    case "levenshtein":
    case "slips":
      return measure.with === undefined ? [measure.column] : [measure.column, measure.with];
    case "kilometres":
      return [measure.latitude, measure.longitude];
    case "ownPart":
    case "allParts":
    case "otherParts":
      return NAME_POSITIONS.flatMap((at) =>
        ["sound", "skeleton", "coarse"].map((key) => `${measure.column}__${key}${at}`),
      );
    default:
      return [measure.column];
  }
}
