/** Fingers grown over worker threads of Node; apart from the front door because browsers have no such threads. */
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import type { FingerImpressions, FingerJob } from "./job.ts";

export type { FingerImpressions, FingerJob } from "./job.ts";

export interface MakeFingersOptions {
  /** Worker threads; one a processor where left out. */
  readonly workers?: number;
}

/** Fingers under way for each worker: enough that none waits, few enough that pictures do not pile up. */
const AHEAD = 2;

/** Compiled worker, also when this file is run as TypeScript from src by a test runner. */
const WORKER = fileURLToPath(
  new URL(
    import.meta.url.endsWith(".ts") ? "../../dist/pool/make-finger.js" : "./make-finger.js",
    import.meta.url,
  ),
);

/**
 * Grows fingers and makes their impressions on all processors, in the order of the jobs; about two fingers a second
 * and processor.
 *
 *     const jobs = Array.from({ length: 1000 }, (_, seed) => ({ seed, impressions: [ordinary, ordinary] }));
 *     for await (const { impressions } of makeFingers(jobs)) …
 */
export async function* makeFingers(
  jobs: Iterable<FingerJob>,
  options: MakeFingersOptions = {},
): AsyncGenerator<FingerImpressions> {
  const threads = options.workers ?? availableParallelism();
  const pool = new Piscina<FingerJob, FingerImpressions>({
    filename: WORKER,
    maxThreads: threads,
    minThreads: 1,
  });
  const underWay: Promise<FingerImpressions>[] = [];
  try {
    for (const job of jobs) {
      underWay.push(pool.run(job));
      if (underWay.length >= AHEAD * threads) yield (await underWay.shift()) as FingerImpressions;
    }
    for (const made of underWay) yield await made;
  } finally {
    // Whoever stops early does not wait for what is under way, and its failures concern nobody.
    for (const made of underWay) made.catch(() => {});
    await pool.destroy();
  }
}
