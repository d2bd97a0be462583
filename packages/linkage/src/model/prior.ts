import { type Classes, posteriors, type Shares } from "./expectation-maximisation.ts";
import type { TrainingSource } from "./training-source.ts";

/** The share of matches among all possible pairs, from the posteriors of the candidates, to a fixed point. */
export function estimatePrior(source: TrainingSource, classes: Classes, from: number): number {
  const most = Math.min(source.leftCount, source.rightCount);
  let prior = from;
  for (let round = 0; round < 4; round++) {
    const { match: found } = posteriors(source.candidates, classes, sharesOf(prior, source.matesPerMatch));
    const expected = found.reduce((sum, one, row) => sum + one * (source.candidates.counts[row] ?? 0), 0);
    prior = Math.min(0.5, Math.max(0.5, Math.min(most, expected)) / Math.max(1, source.possiblePairs));
  }
  return prior;
}

/** Shares of matches and household mates among all possible pairs. */
export function sharesOf(prior: number, matesPerMatch: number): Shares {
  const match = Math.min(prior, 0.5);
  return { match, mates: Math.min(prior * matesPerMatch, 0.4) };
}
