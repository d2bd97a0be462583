import { z } from "zod";
import { ColumnName, Condition, columnsOfCondition } from "./condition.ts";

/**
 * A part of a blocking key. Two records are a candidate pair of a rule when, for each of its parts, they have a value
 * in common; a part that is missing on a side brings no pair.
 */
export const KeyPart = z.union([
  ColumnName,
  /** The first characters of a text; a shorter text counts whole. */
  z.strictObject({ column: ColumnName, prefix: z.int().positive() }),
  /** A number that may differ by so much, and by more where a side's `estimatedBy` is 1. */
  z.strictObject({
    column: ColumnName,
    around: z.int().min(0).max(20),
    estimatedBy: ColumnName.optional(),
    estimatedAround: z.int().min(0).max(20).optional(),
  }),
  /** Any of several columns, or its initial characters. */
  z.strictObject({ anyOf: z.array(ColumnName).min(1), prefix: z.int().positive().optional() }),
  /** The first column with any of the others, in whichever order. */
  z.strictObject({ first: ColumnName, withAnyOf: z.array(ColumnName).min(1) }),
  /** Both columns, in whichever order. */
  z.strictObject({ sorted: z.array(ColumnName).length(2) }),
  /** Any item of a list. */
  z.strictObject({ itemOf: ColumnName }),
  /** Satisfied where a side or both lack the column. */
  z.strictObject({ missing: ColumnName }),
]);
export type KeyPart = z.infer<typeof KeyPart>;

export const BlockingRule = z.strictObject({
  name: z.string().min(1).max(200),
  on: z.array(KeyPart).min(1).max(8),
  /** Pairs for which it is false are left out. */
  guard: Condition.optional(),
  /**
   * Comparisons whose agreement the rule presupposes, so that its pairs do not train them; where absent, those that read
   * a source column of the rule's.
   */
  presupposes: z.array(z.string()).max(40).optional(),
  /** What splits a block that is too large; such a block is dropped where this does not suffice. */
  refineBy: z.array(KeyPart).max(4).optional(),
});
export type BlockingRule = z.infer<typeof BlockingRule>;

export function columnsOfKeyPart(part: KeyPart): string[] {
  if (typeof part === "string") return [part];
  if ("anyOf" in part) return part.anyOf;
  if ("first" in part) return [part.first, ...part.withAnyOf];
  if ("sorted" in part) return part.sorted;
  if ("itemOf" in part) return [part.itemOf];
  if ("missing" in part) return [part.missing];
  return "around" in part && part.estimatedBy !== undefined ? [part.column, part.estimatedBy] : [part.column];
}

export function columnsOfRule(rule: BlockingRule): string[] {
  return [
    ...rule.on.flatMap(columnsOfKeyPart),
    ...(rule.refineBy ?? []).flatMap(columnsOfKeyPart),
    ...(rule.guard === undefined ? [] : columnsOfCondition(rule.guard)),
  ];
}
