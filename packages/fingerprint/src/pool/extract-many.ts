import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ExtractionAnswer, ExtractionBatch, Picture, PictureResult } from "./extraction-job.ts";
import { FingerprintPoolError } from "./pool-error.ts";
import type { PoolOptions } from "./run.ts";

/** Pictures a message: few, because each takes tens of milliseconds. */
const BATCH = 4;

/** Pictures by index, so that a long list need not be in memory at once: an array, or anything that loads them when asked. */
export interface PictureSource {
  readonly length: number;
  at(index: number): Picture | undefined;
}

/**
 * Extracts from many pictures over worker threads. Pictures are asked for as workers become free; pixels are copied and
 * the copies handed over, so the caller's stay usable.
 *
 * @returns results in the order of pictures; a picture that cannot be read fails alone
 * @throws FingerprintPoolError where a worker fails; the signal's reason where it aborts
 */
export async function extractMany(
  pictures: PictureSource,
  options: PoolOptions = {},
): Promise<PictureResult[]> {
  options.signal?.throwIfAborted();
  const total = pictures.length;
  const results = new Array<PictureResult>(total);
  if (total === 0) return results;
  const threads = Math.max(1, Math.min(options.workers ?? availableParallelism(), Math.ceil(total / BATCH)));
  const workers = Array.from({ length: threads }, () => new Worker(WORKER));
  let abort: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      let next = 0;
      let done = 0;
      const feed = (worker: Worker): void => {
        if (next >= total) return;
        const batch = batchFrom(pictures, next);
        next += batch.pictures.length;
        worker.postMessage(batch, batch.pictures.map(bufferOf));
      };
      abort = () => reject(options.signal?.reason);
      options.signal?.addEventListener("abort", abort, { once: true });
      const answered = (worker: Worker, answer: ExtractionAnswer): void => {
        for (const [offset, result] of answer.results.entries()) results[answer.first + offset] = result;
        done += answer.results.length;
        options.onProgress?.(done, total);
        if (done === total) resolve();
        else feed(worker);
      };
      for (const worker of workers) {
        worker.on("message", (answer: ExtractionAnswer) => {
          // What the caller's own progress or source throws ends the run, too.
          try {
            answered(worker, answer);
          } catch (error) {
            reject(error);
          }
        });
        worker.on("error", (cause) => reject(new FingerprintPoolError("extraction worker", cause)));
        worker.on("exit", () => reject(new FingerprintPoolError("extraction worker exit", undefined)));
        feed(worker);
      }
    });
    return results;
  } finally {
    if (abort !== undefined) options.signal?.removeEventListener("abort", abort);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Compiled worker, also when this file is run as TypeScript from src by a test runner. */
const WORKER = import.meta.url.endsWith(".ts")
  ? new URL("../../dist/pool/extract-worker.js", import.meta.url)
  : new URL("./extract-worker.js", import.meta.url);

function batchFrom(source: PictureSource, first: number): ExtractionBatch {
  const pictures: Picture[] = [];
  for (let index = first; index < Math.min(source.length, first + BATCH); index++) {
    const picture = source.at(index);
    if (picture === undefined) throw new RangeError(`picture ${index} of ${source.length} is not there`);
    pictures.push(copyOf(picture));
  }
  return { first, pictures };
}

/** A new buffer for each: `slice` of a Node Buffer would be a view of memory that others use. */
function copyOf(picture: Picture): Picture {
  const { image } = picture;
  if (image instanceof Uint8Array) return { ...picture, image: new Uint8Array(image) };
  return { ...picture, image: { ...image, pixels: new Uint8Array(image.pixels) } };
}

function bufferOf({ image }: Picture): ArrayBuffer {
  return (image instanceof Uint8Array ? image : image.pixels).buffer as ArrayBuffer;
}
