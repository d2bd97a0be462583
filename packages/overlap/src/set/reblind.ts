import { createHash } from "node:crypto";
import { OverlapError } from "../errors.ts";
import { multiply, POINT_BYTES, type Scalar } from "../group/ristretto255.ts";

/**
 * Bytes of a tag. Two different elements have the same one with probability 2^-96: among 10 million against 10 million,
 * once in 2^49 runs.
 */
export const TAG_BYTES = 12;

/**
 * Blinds the partner's blinded elements once more and cuts each to a tag: both scalars are in it, so that it is the same
 * on both sides for the same key, and it is only compared, never multiplied again.
 *
 * @throws OverlapError `overlap.point_invalid` naming the first that is no element or the identity;
 *   `overlap.set_malformed` where bytes are missing.
 */
export function reblind(points: Uint8Array, scalar: Scalar): Uint8Array {
  if (points.length % POINT_BYTES !== 0) {
    throw new OverlapError("overlap.set_malformed", "the bytes are no whole number of elements");
  }
  const count = points.length / POINT_BYTES;
  const tags = new Uint8Array(count * TAG_BYTES);
  for (let index = 0; index < count; index++) {
    const element = points.subarray(index * POINT_BYTES, (index + 1) * POINT_BYTES);
    tags.set(tagOf(multiply(scalar, element)), index * TAG_BYTES);
  }
  return tags;
}

const tagOf = (element: Uint8Array): Uint8Array =>
  createHash("sha256").update("accord overlap tag 1").update(element).digest().subarray(0, TAG_BYTES);
