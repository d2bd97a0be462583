import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { OverlapError, type OverlapErrorCode } from "../errors.ts";
import type { Answer, Job } from "./job.ts";
import { work } from "./work.ts";

export interface PoolOptions {
  /** Threads; as many as the machine has cores where not given. */
  readonly workers?: number;
  readonly signal?: AbortSignal;
  /** Told after each piece: elements done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Elements in a job: about a tenth of a second's work. */
const PIECE = 1024;

/** Compiled worker, also when this file is run as TypeScript from src by a test runner. */
const WORKER = import.meta.url.endsWith(".ts")
  ? new URL("../../dist/pool/worker.js", import.meta.url)
  : new URL("./worker.js", import.meta.url);

/**
 * Does a set's jobs over worker threads; a set of one piece in this thread, as a thread takes longer to start.
 *
 * @param jobOf the job of the elements from `first` to `end`, cut out when a worker is free
 * @param place puts a piece's bytes where they belong
 * @throws OverlapError what a job threw, or `overlap.worker_failed`; the signal's reason where it aborts
 */
export async function runJobs(
  total: number,
  jobOf: (first: number, end: number) => Job,
  place: (first: number, bytes: Uint8Array) => void,
  options: PoolOptions,
): Promise<void> {
  options.signal?.throwIfAborted();
  if (total <= PIECE) {
    if (total > 0) place(0, work(jobOf(0, total)));
    options.onProgress?.(total, total);
    return;
  }
  const threads = Math.max(1, Math.min(options.workers ?? availableParallelism(), Math.ceil(total / PIECE)));
  const workers = Array.from({ length: threads }, () => new Worker(WORKER));
  let abort: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      let next = 0;
      let done = 0;
      const feed = (worker: Worker): void => {
        if (next >= total) return;
        const end = Math.min(total, next + PIECE);
        worker.postMessage(jobOf(next, end));
        next = end;
      };
      abort = () => reject(options.signal?.reason);
      options.signal?.addEventListener("abort", abort, { once: true });
      const answered = (worker: Worker, answer: Answer): void => {
        if (answer.kind === "failed") {
          reject(new OverlapError(answer.code as OverlapErrorCode, answer.message));
          return;
        }
        place(answer.first, answer.bytes);
        done += Math.min(PIECE, total - answer.first);
        options.onProgress?.(done, total);
        if (done === total) resolve();
        else feed(worker);
      };
      for (const worker of workers) {
        worker.on("message", (answer: Answer) => {
          // What the caller's own progress throws ends the run, too.
          try {
            answered(worker, answer);
          } catch (error) {
            reject(error);
          }
        });
        worker.on("error", (cause) => reject(failed(cause)));
        worker.on("exit", () => reject(failed(undefined)));
        feed(worker);
      }
    });
  } finally {
    if (abort !== undefined) options.signal?.removeEventListener("abort", abort);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

const failed = (cause: unknown): OverlapError =>
  new OverlapError("overlap.worker_failed", "a worker thread of the intersection ended", {
    remedy: "Look whether the machine has memory left, then take the exchange up again.",
    cause,
  });
