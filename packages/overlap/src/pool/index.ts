import { POINT_BYTES, type Scalar } from "../group/ristretto255.ts";
import type { Blinding } from "../set/blind.ts";
import { TAG_BYTES } from "../set/reblind.ts";
import { Stream } from "../set/stream.ts";
import { type PoolOptions, runJobs } from "./run-jobs.ts";

export type { PoolOptions } from "./run-jobs.ts";

/**
 * `blind` over all cores: blinded elements of the keys, in their order.
 *
 * @param keys whole tuples, slot after slot
 * @throws OverlapError `overlap.worker_failed`
 */
export async function blindSet(
  keys: readonly (string | undefined)[],
  blinding: Blinding,
  options: PoolOptions = {},
): Promise<Uint8Array> {
  const points = new Uint8Array(keys.length * POINT_BYTES);
  const seeds = new Stream(blinding.filling);
  const slots = blinding.domains.length;
  await runJobs(
    keys.length / slots,
    (first, end) => ({
      kind: "blind",
      first,
      keys: keys.slice(first * slots, end * slots),
      // Each piece fills up from a seed of its own, so that no two places ever hold the same element.
      blinding: { ...blinding, filling: seeds.bytes(32) },
    }),
    (first, bytes) => points.set(bytes, first * slots * POINT_BYTES),
    options,
  );
  return points;
}

/**
 * `reblind` over all cores: the tags of the partner's elements, in their order.
 *
 * @throws OverlapError `overlap.point_invalid`, `overlap.worker_failed`
 */
export async function reblindSet(
  points: Uint8Array,
  scalar: Scalar,
  options: PoolOptions = {},
): Promise<Uint8Array> {
  const count = points.length / POINT_BYTES;
  const tags = new Uint8Array(count * TAG_BYTES);
  await runJobs(
    count,
    (first, end) => ({
      kind: "reblind",
      first,
      points: points.slice(first * POINT_BYTES, end * POINT_BYTES),
      scalar,
    }),
    (first, bytes) => tags.set(bytes, first * TAG_BYTES),
    options,
  );
  return tags;
}
