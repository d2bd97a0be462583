import { createHash } from "node:crypto";
import { z } from "zod";
import { BlockingRule } from "./blocking-rule.ts";
import { ColumnName, Condition } from "./condition.ts";

const probability = z.number().min(0).max(1);

/** How a column's values are made comparable; each standard yields keys of its own (`columns/standards.ts`). */
export const Standard = z.enum([
  "text",
  "address",
  "category",
  "sex",
  "name",
  "nameParts",
  "birthDate",
  "number",
  "identifier",
  "phone",
  "email",
  "postcode",
  "place",
  "role",
  "key",
]);
export type Standard = z.infer<typeof Standard>;

export const Column = z.strictObject({
  name: ColumnName,
  /** What it is made of: each item lists the source columns that may hold it; the items are joined by a space. */
  from: z.array(z.array(z.string().min(1)).min(1)).min(1),
  standard: Standard,
  /** For birth dates: source column that is true where the date was derived from an estimated age. */
  estimatedFrom: z.array(z.string()).optional(),
  /** For birth dates: how day, month and year are ordered where numbers alone do not tell. */
  dateOrder: z.enum(["dayMonthYear", "monthDayYear", "yearMonthDay"]).optional(),
});
export type Column = z.infer<typeof Column>;

export const Level = z.strictObject({
  label: z.string().min(1),
  /** Absent at the last level, which takes what is left. */
  when: Condition.optional(),
  /** P(level | same person). */
  m: probability,
  /** P(level | unrelated persons). */
  u: probability,
  /** P(level | unrelated persons of one area); u where absent. */
  neighbour: probability.optional(),
  /** P(level | different members of one household). */
  mate: probability.optional(),
  /** The level at which members of one household who share the attribute are found. */
  shared: z.boolean().optional(),
  /** Pairs at this level live in one area. */
  near: z.boolean().optional(),
  /** The level says nothing where another comparison is at one of these of its levels. */
  voidWhere: z.array(z.record(z.string(), z.array(z.string()))).optional(),
});
export type Level = z.infer<typeof Level>;

/**
 * A comparison sorts a pair into its first level whose condition holds, or into none where `missing` holds.
 *
 * `tells: "household"` marks what members of one household share (lineage, place, phone): it can show that two persons
 * belong to one household but never which of its members they are. `tells: "person"` is the rest. `measured` is either,
 * by how many members of one household agree: a card may be each one's own or the household's; training settles it.
 */
export const Comparison = z.strictObject({
  name: z.string().min(1).max(100),
  tells: z.enum(["person", "household", "measured"]),
  missing: Condition,
  levels: z.array(Level).min(2).max(40),
  /** Whether m is trained again on the households that certain pairs connect. */
  refinedOnHouseholds: z.boolean().optional(),
  /** Matches on which m was trained; 0 where m is what is usual. */
  trainedOnPairs: z.number().min(0).optional(),
});
export type Comparison = z.infer<typeof Comparison>;

/** Agreement on a rare value says more than agreement on a common one. */
export const Rarity = z.strictObject({
  /** The key that must be the same on both sides. */
  column: ColumnName,
  /** Comparison whose level must be one of `levels` for it to count; at any level where absent. */
  comparison: z.string().optional(),
  levels: z.array(z.string()).optional(),
  /** At most so many bits either way. */
  mostBits: z.number().min(0).max(20),
  /** Values borne by fewer records are not listed, because a rare name in a model would point to a person. */
  leastBearers: z.int().min(1),
  /** Share of records by value, for the commoner ones; from training. */
  common: z.record(z.string(), probability).optional(),
  /** Share assumed for every other value. */
  rare: probability.optional(),
  /** Probability that two unrelated persons share a value: the sum of squared shares. */
  agreement: probability.optional(),
});
export type Rarity = z.infer<typeof Rarity>;

/**
 * A linkage model: what is compared, how, and what each outcome weighs. As JSON it can be read, edited, reviewed and
 * signed by its digest. Scoring with it depends on the records and on it only.
 */
export const LinkageModel = z.strictObject({
  format: z.literal("accord-linkage/1"),
  name: z.string().max(200).optional(),
  /** Source columns that may hold a record's unique id; the row's position stands in where there is none. */
  id: z.array(z.string()).optional(),
  columns: z.array(Column).min(1).max(200),
  /** Columns of households: its identifier within the registry. */
  household: ColumnName.optional(),
  comparisons: z.array(Comparison).min(1).max(40),
  rarities: z.array(Rarity).max(20),
  blocking: z.array(BlockingRule).min(1).max(40),
  /** Levels that together contradict "same person" so plainly that fingerprints alone must not decide. */
  contradictions: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  /** Probability that a pair drawn at random is one person. */
  prior: probability,
  /** Pairs of different members of one household for each matching pair. */
  matesPerMatch: z.number().min(0),
  /** What a simple rule would link, to hold the model against. */
  simpleRule: Condition.optional(),
  thresholds: z.strictObject({
    /** Posterior probability from which a pair is linked. */
    link: probability,
    /** Posterior probability from which a pair waits for a human. */
    review: probability,
  }),
  /** Latest birth year of the records it was trained on; ages of children are reckoned from it. */
  latestBirthYear: z.int().optional(),
});
export type LinkageModel = z.infer<typeof LinkageModel>;

/** JSON Schema of a model document. */
export function linkageModelSchema(): object {
  return z.toJSONSchema(LinkageModel);
}

/** JSON with sorted keys and no spaces (RFC 8785 for what a model holds: text, finite numbers, lists, objects). */
export function canonicalModel(model: LinkageModel): string {
  return canonical(model);
}

/** SHA-256 of the canonical document, in hexadecimal: what an agreement refers to. */
export function modelDigest(model: LinkageModel): string {
  return createHash("sha256").update(canonicalModel(model)).digest("hex");
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}
