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
/** So do those of attributes on which strangers agree more often than this. */
const RARE = 1e-4;
const USUAL_STRENGTH = 300;

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
  usual: LevelProbabilities,
): LevelProbabilities {
  const { candidates, possiblePairs } = source;
  const { match, mates } = posteriors(scheme, candidates, classes, sharesOf(prior, source.matesPerMatch));
  return random.map((levels, column) => {
    let known = levels;
    // The share of pairs that could be compared at all is that of the random pairs.
    const all = RARE_STRENGTH + possiblePairs * Math.max(0.01, comparableShare(source.random, column));
    let unrelated = 0.5;
    let related = 0;
    let slips = source.slips[column];
    for (const [row, count] of candidates.counts.entries()) {
      const level = candidates.levels[row * scheme.width + column];
      const share = Math.min(1, (match[row] ?? 0) + (mates[row] ?? 0));
      if (level === 1) {
        unrelated += count * (1 - share);
        related += count * share;
      }
      if (level === 2 && slips !== undefined) slips -= count * share;
    }
    if (slips !== undefined) known = withLevel(known, 1, (Math.max(0, slips) + 1) / all);
    if (source.exhausted[column] === true) return withLevel(known, 0, unrelated / all);
    const counted = source.agreements[column];
    if (counted === undefined) return known;
    // Agreeing pairs that no rule brought are strangers'; of the others, what is not a match's or a mate's.
    const rare = usual[column]?.[0] ?? 1;
    const strength = rare <= RARE ? RARE_STRENGTH : USUAL_STRENGTH;
    const strangers = Math.max(0, counted.agreeing - related) + strength * rare;
    return withLevel(known, 0, (strangers + 0.5) / (counted.comparable + strength));
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
