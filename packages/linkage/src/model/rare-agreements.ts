import { COMPARISONS } from "../comparisons.ts";
import {
  type Classes,
  type LevelProbabilities,
  type PatternCounts,
  posteriors,
} from "./expectation-maximisation.ts";
import { sharesOf } from "./prior.ts";
import type { TrainingSource } from "./training-source.ts";

/** Usual agreements weigh as much as this many pairs against those counted. */
const RARE_STRENGTH = 50_000;

/**
 * Agreement of unrelated persons on an identifier or phone is too rare to be seen among random pairs. Where a
 * blocking rule brings every agreeing pair, u is counted over all of them instead, less the matches and mates.
 */
export function exactRareAgreements(
  source: TrainingSource,
  classes: Classes,
  prior: number,
  random: LevelProbabilities,
): LevelProbabilities {
  const { candidates, possiblePairs } = source;
  const { match, mates } = posteriors(candidates, classes, sharesOf(prior, source.matesPerMatch));
  const width = COMPARISONS.length;
  return random.map((levels, column) => {
    if (source.exhausted[column] !== true) return levels;
    let unrelated = 0.5;
    for (const [row, count] of candidates.counts.entries()) {
      if (candidates.levels[row * width + column] !== 1) continue;
      unrelated += count * Math.max(0, 1 - (match[row] ?? 0) - (mates[row] ?? 0));
    }
    // The share of pairs that could be compared at all is that of the random pairs.
    const agree = Math.min(
      0.5,
      unrelated / (RARE_STRENGTH + possiblePairs * Math.max(0.01, comparableShare(source.random, column))),
    );
    return levels.map((level, index) =>
      index === 0 ? agree : (level / (1 - (levels[0] ?? 0))) * (1 - agree),
    );
  });
}

function comparableShare(random: PatternCounts, column: number): number {
  let comparable = 0;
  let all = 0;
  for (const [row, count] of random.counts.entries()) {
    all += count;
    if ((random.levels[row * COMPARISONS.length + column] ?? 0) > 0) comparable += count;
  }
  return all === 0 ? 0 : comparable / all;
}
