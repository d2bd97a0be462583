/** Searches over worker threads of Node; apart from the front door because browsers have no `node:worker_threads`. */
import type { Candidate } from "../gallery/candidate.ts";
import type { Gallery } from "../gallery/gallery.ts";
import { type PairWithin, pairsOf, SCORE_FROM, type WithinOptions } from "../gallery/identify-all-within.ts";
import type { IdentifyOptions } from "../gallery/search.ts";
import type { Template } from "../template.ts";
import { type PoolOptions, runTasks } from "./run.ts";

export type { PairWithin } from "../gallery/identify-all-within.ts";
export { extractMany, type PictureSource } from "./extract-many.ts";
export type { Picture, PictureResult } from "./extraction-job.ts";
export { openGalleryFile, saveGalleryFile } from "./gallery-file.ts";
export { FingerprintPoolError } from "./pool-error.ts";
export type { PoolOptions } from "./run.ts";

export interface IdentifyManyOptions extends PoolOptions, Pick<IdentifyOptions, "limit" | "consider"> {
  /** Subjects never returned for the probe of an index, as the person's own registration. */
  readonly exclude?: (probe: number) => readonly number[];
}

/**
 * Searches the gallery for many persons, each given by the impressions of their fingers.
 *
 * @returns candidates of each probe, in the order of probes
 * @throws FingerprintPoolError where a worker fails; the signal's reason where it aborts
 */
export function identifyMany(
  probes: readonly (readonly Template[])[],
  gallery: Gallery,
  options: IdentifyManyOptions = {},
): Promise<Candidate[][]> {
  return runTasks(
    gallery,
    probes.length,
    (index) => ({ kind: "probe", templates: probes[index]!, exclude: options.exclude?.(index) ?? [] }),
    limitsOf(options),
    options,
  );
}

/**
 * Finds duplicates within one gallery over worker threads: each pair of subjects once, best first.
 *
 * @throws FingerprintPoolError where a worker fails; the signal's reason where it aborts
 */
export async function identifyAllWithin(
  gallery: Gallery,
  options: PoolOptions & WithinOptions = {},
): Promise<PairWithin[]> {
  const found = await runTasks(
    gallery,
    gallery.subjectCount,
    (subject) => ({ kind: "within", subject }),
    limitsOf(options),
    options,
  );
  return pairsOf(found, options.scoreFrom ?? SCORE_FROM);
}

function limitsOf(options: Pick<IdentifyOptions, "limit" | "consider">): {
  limit?: number;
  consider?: number;
} {
  return {
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options.consider === undefined ? {} : { consider: options.consider }),
  };
}
