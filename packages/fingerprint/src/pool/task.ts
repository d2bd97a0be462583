import type { Candidate } from "../gallery/candidate.ts";
import type { Template } from "../template.ts";

/** One probe of a batch: the fingers of a person, or a subject of the gallery to search among the others. */
export type Task =
  | { readonly kind: "probe"; readonly templates: readonly Template[]; readonly exclude: readonly number[] }
  | { readonly kind: "within"; readonly subject: number };

export interface SearchLimits {
  readonly limit?: number;
  readonly consider?: number;
}

export interface WorkerStart {
  /** The gallery's segments. */
  readonly segments: readonly SharedArrayBuffer[];
  readonly limits: SearchLimits;
}

/** To the worker: search these, numbered from `first`. */
export interface Batch {
  readonly first: number;
  readonly tasks: readonly Task[];
}

/** From the worker: the candidates of each task of a batch. */
export interface BatchResult {
  readonly first: number;
  readonly candidates: readonly (readonly Candidate[])[];
}
