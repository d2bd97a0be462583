import type { LinkageModel } from "../document/linkage-model.ts";
import { combinedOdds, patternScorer } from "../score/weights.ts";
import type { Prepared } from "./prepared.ts";
import type { Row } from "./scored-rows.ts";

/** Only pairs beyond this many bits tell whether a person stands twice in a registry. */
const CERTAIN_BITS = 6;
/** A registry of which fewer linked records than this have two certain counterparts is taken as deduplicated. */
const MOST_TWICE = 0.05;

/**
 * Whether both registries look deduplicated: hardly any record has two certain counterparts in the other. Then a person
 * of one is one person of the other at most.
 */
export function areDeduplicated(prepared: Prepared, model: LinkageModel, rows: readonly Row[]): boolean {
  const weigh = patternScorer(model, prepared.scheme);
  const counterparts = [new Map<number, number>(), new Map<number, number>()];
  for (const [left, right, pattern, rarity] of rows) {
    const { againstRandom, againstMates } = weigh(pattern);
    if (combinedOdds(againstRandom + rarity, againstMates) < CERTAIN_BITS) continue;
    for (const [side, at] of [left, right].entries()) {
      counterparts[side]?.set(at, (counterparts[side]?.get(at) ?? 0) + 1);
    }
  }
  return counterparts.every((counts) => {
    const twice = [...counts.values()].filter((count) => count > 1).length;
    return twice <= MOST_TWICE * Math.max(1, counts.size);
  });
}
