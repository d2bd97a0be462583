import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Candidate } from "../gallery/candidate.ts";
import type { Gallery } from "../gallery/gallery.ts";
import { FingerprintPoolError } from "./pool-error.ts";
import type { Batch, BatchResult, SearchLimits, Task, WorkerStart } from "./task.ts";

export interface PoolOptions {
  /** Worker threads, default one a processor. */
  readonly workers?: number;
  /** Called after each batch with the number of searches done. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops all workers; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Searches a message: few enough for steady progress, many enough that messages cost nothing. */
const BATCH = 16;

/** Runs `total` tasks over worker threads that share the gallery's memory; results in the order of tasks. */
export async function runTasks(
  gallery: Gallery,
  total: number,
  taskAt: (index: number) => Task,
  limits: SearchLimits,
  options: PoolOptions,
): Promise<Candidate[][]> {
  options.signal?.throwIfAborted();
  const results = new Array<Candidate[]>(total);
  if (total === 0) return results;
  const threads = Math.min(options.workers ?? availableParallelism(), Math.ceil(total / BATCH));
  const start: WorkerStart = { segments: shareSegments(gallery), limits };
  const workers = Array.from(
    { length: Math.max(1, threads) },
    () => new Worker(WORKER, { workerData: start }),
  );
  try {
    await new Promise<void>((resolve, reject) => {
      let next = 0;
      let done = 0;
      const feed = (worker: Worker): void => {
        if (next >= total) return;
        const first = next;
        next = Math.min(total, next + BATCH);
        const tasks = Array.from({ length: next - first }, (_, offset) => taskAt(first + offset));
        worker.postMessage({ first, tasks } satisfies Batch);
      };
      options.signal?.addEventListener("abort", () => reject(options.signal?.reason), { once: true });
      for (const worker of workers) {
        worker.on("message", ({ first, candidates }: BatchResult) => {
          for (const [offset, list] of candidates.entries()) results[first + offset] = [...list];
          done += candidates.length;
          options.onProgress?.(done, total);
          if (done === total) resolve();
          else feed(worker);
        });
        worker.on("error", (cause) => reject(new FingerprintPoolError("worker", cause)));
        worker.on("exit", () => reject(new FingerprintPoolError("worker exit", undefined)));
        feed(worker);
      }
    });
    return results;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Compiled worker, also when this file is run as TypeScript from src by a test runner. */
const WORKER = import.meta.url.endsWith(".ts")
  ? new URL("../../dist/pool/worker.js", import.meta.url)
  : new URL("./worker.js", import.meta.url);

/** The gallery's segments in shared memory; copied once where they are not. */
function shareSegments(gallery: Gallery): SharedArrayBuffer[] {
  return gallery.segments.map(({ buffer }) => {
    if (buffer instanceof SharedArrayBuffer) return buffer;
    const copy = new SharedArrayBuffer(buffer.byteLength);
    new Uint8Array(copy).set(new Uint8Array(buffer));
    return copy;
  });
}
