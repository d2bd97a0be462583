import { blind } from "../set/blind.ts";
import { reblind } from "../set/reblind.ts";
import type { Job } from "./job.ts";

/** What a job asks for: blinded points, or tags. */
export const work = (job: Job): Uint8Array =>
  job.kind === "blind" ? blind(job.keys, job.blinding) : reblind(job.points, job.scalar);
