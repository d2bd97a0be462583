import type { LinkageModel } from "./document/linkage-model.ts";
import type { Source } from "./load/source.ts";
import type { LinkageResult, RunOptions } from "./run/options.ts";
import { run } from "./run/run.ts";
import { type Training, trainOn } from "./run/train.ts";

/**
 * Finds who is one person in two registries, given as CSV or Parquet files or as rows.
 *
 * Columns are standardised, candidate pairs found by blocking rules, compared set at a time in an in-process DuckDB,
 * weighed by a Fellegi–Sunter model (suggested and trained here where none is given), raised or lowered by what the
 * other members of the households say and by fingerprints, and decided together. The result depends on the records,
 * the evidence and the model only, never on their order, the number of threads or the size of the pieces.
 *
 * @throws LinkageError `linkage.duplicate-id`, `linkage.unknown-record`, `linkage.unreadable-source`,
 *   `linkage.too-many-pairs`, `linkage.nothing-to-compare`, `linkage.model-invalid`; ZodError for a model that is none.
 */
export function link(left: Source, right: Source, options: RunOptions = {}): Promise<LinkageResult> {
  return run({ left, right }, options);
}

/**
 * Finds persons who stand more than once in one registry, with the same engine. Each pair is given once, the
 * lower id at the left; `clusters` groups the ids of one person.
 */
export function dedupe(records: Source, options: RunOptions = {}): Promise<LinkageResult> {
  return run({ left: records }, options);
}

/** Trains a model on one registry or two, without deciding anything: the document to review and to keep. */
export function train(
  sources: { readonly left: Source; readonly right?: Source | undefined },
  options: RunOptions & { readonly model?: LinkageModel | undefined } = {},
): Promise<Training> {
  return trainOn(sources, options);
}
