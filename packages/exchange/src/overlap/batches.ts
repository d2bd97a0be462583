import { personsOf } from "@accord/overlap/count";
import { LIMITS } from "../limits.ts";
import type { OverlapOpening, OverlapPart } from "./message.ts";

/** Bytes of an element in a set, and of a tag in an answer. */
const BYTES: Readonly<Record<OverlapPart, number>> = { set: 32, answer: 12 };

/** As many tuples as a batch may have. */
export const mostTuples = (slots: number): number => Math.floor(LIMITS.overlapElementsPerBatch / slots);

/** How a set, or the answer to it, is cut into batches: both sides know from its opening how many come, and how large. */
export function batchesOf(opening: OverlapOpening): {
  readonly count: number;
  readonly tuplesEach: number;
  /** Bytes of the batch at `index`. */
  readonly bytesAt: (part: OverlapPart, index: number) => number;
  readonly tuplesAt: (index: number) => number;
} {
  const slots = opening.slots.length;
  const tuples = personsOf(opening.groups);
  const tuplesEach = opening.tuplesPerBatch;
  const tuplesAt = (index: number) => Math.max(0, Math.min(tuplesEach, tuples - index * tuplesEach));
  return {
    // A set of nobody is one empty batch, so that its end is seen like any other's.
    count: Math.max(1, Math.ceil(tuples / tuplesEach)),
    tuplesEach,
    tuplesAt,
    bytesAt: (part, index) => tuplesAt(index) * slots * BYTES[part],
  };
}
