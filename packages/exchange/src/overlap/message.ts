import { z } from "zod";
import { LIMITS } from "../limits.ts";

/** What a run is for: `estimate` tells numbers only, `link` tells the matching party which of its persons are in both. */
export const OverlapRun = z.enum(["estimate", "link"]);
export type OverlapRun = z.infer<typeof OverlapRun>;

/** A side's blinded set, and the tags that answer the partner's. */
export const OverlapPart = z.enum(["set", "answer"]);
export type OverlapPart = z.infer<typeof OverlapPart>;

const count = z.int().min(0).max(100_000_000);
const digest = z.string().regex(/^[0-9a-f]{64}$/, "a SHA-256 in hexadecimal");

/** What a side says of its set, and commits to, before either has seen an element of the other's. */
export const OverlapOpening = z.strictObject({
  /** Persons by county, in the order in which the set has them; one group without a name where that is not told. */
  groups: z.array(z.strictObject({ name: z.string().max(16), persons: count })).max(LIMITS.overlapGroups),
  slots: z
    .array(z.strictObject({ held: count, unique: count, twins: count }))
    .min(1)
    .max(LIMITS.overlapSlots),
  commitment: digest,
  /** Tuples in each batch of this set and of the answer to it. */
  tuplesPerBatch: z.int().min(1).max(LIMITS.overlapElementsPerBatch),
});
export type OverlapOpening = z.infer<typeof OverlapOpening>;

const place = { run: OverlapRun, part: OverlapPart, index: count };

export const OVERLAP_BODIES = [
  z.strictObject({ kind: z.literal("overlapOpening"), run: OverlapRun, opening: OverlapOpening }),
  z.strictObject({
    kind: z.literal("overlapBatch"),
    ...place,
    /** Elements or tags, one after the other. */
    content: z.base64().max(Math.ceil((LIMITS.overlapElementsPerBatch * 32) / 3) * 4),
    /** The supplying party's pseudonyms of the persons in a set that is to be linked. */
    refs: z.array(z.string().min(1).max(80)).max(LIMITS.overlapElementsPerBatch).optional(),
  }),
  z.strictObject({ kind: z.literal("overlapReceived"), ...place }),
  /** The counts that a side came to, as a digest: the other must have come to the same. */
  z.strictObject({ kind: z.literal("overlapCounted"), run: OverlapRun, digest }),
  /** The matching party found fewer than the agreement tells, and does not answer. */
  z.strictObject({ kind: z.literal("overlapTooSmall"), run: OverlapRun }),
  /** This side goes on from what the run told. */
  z.strictObject({ kind: z.literal("overlapPassed"), run: OverlapRun }),
] as const;

export type OverlapBody = z.infer<(typeof OVERLAP_BODIES)[number]>;
