import type { Scheme } from "../document/scheme.ts";
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
 * blocking rule brings every agreeing pair, u is counted over all of them instead, less the matches and mates; where
 * none does, over the values of both sides, less the matches expected. u of identifiers one slip apart depends on how
 * the numbers were issued and is counted as well.
 */
export function exactRareAgreements(
  scheme: Scheme,
  source: TrainingSource,
  classes: Classes,
  prior: number,
  random: LevelProbabilities,
): LevelProbabilities {
  const { candidates, possiblePairs } = source;
  const { match, mates } = posteriors(scheme, candidates, classes, sharesOf(prior, source.matesPerMatch));
  return random.map((levels, column) => {
    let known = levels;
    // The share of pairs that could be compared at all is that of the random pairs.
    const all = RARE_STRENGTH + possiblePairs * Math.max(0.01, comparableShare(source.random, column));
    let unrelated = 0.5;
    let slips = source.slips[column];
    for (const [row, count] of candidates.counts.entries()) {
      const level = candidates.levels[row * scheme.width + column];
      const related = Math.min(1, (match[row] ?? 0) + (mates[row] ?? 0));
      if (level === 1) unrelated += count * (1 - related);
      if (level === 2 && slips !== undefined) slips -= count * related;
    }
    if (slips !== undefined) known = withLevel(known, 1, (Math.max(0, slips) + 1) / all);
    if (source.exhausted[column] === true) return withLevel(known, 0, unrelated / all);
    const chance = source.chances[column];
    if (chance === undefined) return known;
    const ofMatches = prior * (classes.match[column]?.[0] ?? 0);
    return withLevel(known, 0, Math.max(0.5 / all, chance - ofMatches, 0.05 * chance));
  });
}

/** The levels with one of them set, the others in their proportions. */
export function withLevel(levels: readonly number[], at: number, share: number): readonly number[] {
  const set = Math.min(0.5, share);
  const others = Math.max(1e-12, 1 - (levels[at] ?? 0));
  return levels.map((level, index) => (index === at ? set : (level / others) * (1 - set)));
}

function comparableShare(random: PatternCounts, column: number): number {
  let comparable = 0;
  let all = 0;
  for (const [row, count] of random.counts.entries()) {
    all += count;
    if ((random.levels[row * random.width + column] ?? 0) > 0) comparable += count;
  }
  return all === 0 ? 0 : comparable / all;
}
