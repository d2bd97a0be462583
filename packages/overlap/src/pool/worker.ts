import { parentPort } from "node:worker_threads";
import { OverlapError } from "../errors.ts";
import type { Answer, Job } from "./job.ts";
import { work } from "./work.ts";

parentPort?.on("message", (job: Job) => parentPort?.postMessage(answerTo(job)));

function answerTo(job: Job): Answer {
  try {
    return { kind: "done", first: job.first, bytes: work(job) };
  } catch (error) {
    if (!(error instanceof OverlapError)) throw error;
    return { kind: "failed", code: error.code, message: error.message };
  }
}
