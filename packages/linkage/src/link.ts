import type { LinkageOptions, LinkageResult } from "./engine/options.ts";
import { readSide } from "./engine/registry-side.ts";
import { run } from "./engine/run.ts";
import type { Records } from "./record.ts";

/**
 * Finds who is one person in two registries.
 *
 * Names, dates and places are standardised, candidate pairs found by blocking rules, compared set at a time in
 * an in-process DuckDB, weighed by a Fellegi-Sunter model (trained here by EM where none is given), raised or
 * lowered by what the other members of the households say and by fingerprints, and decided together under the
 * policy. The result depends on the records, the evidence and the model only, never on their order.
 *
 * @throws LinkageError `linkage.duplicate-id`, `linkage.unknown-record`; ZodError for a model that is none.
 */
export async function link(
  source: LinkageOptions & { readonly left: Records; readonly right: Records },
): Promise<LinkageResult> {
  const left = await readSide(source.left, "left");
  const right = await readSide(source.right, "right");
  return run(left, right, source);
}

/**
 * Finds persons who stand more than once in one registry, with the same engine. Each pair is given once, the
 * lower id at the left. `policy.oneToOne` should be false: a person may stand there three times.
 */
export async function deduplicate(
  source: LinkageOptions & { readonly records: Records },
): Promise<LinkageResult> {
  const side = await readSide(source.records, "records");
  return run(side, side, source);
}
