import type { Scheme } from "../document/scheme.ts";
import { type Classes, type PatternCounts, posteriors, type Shares } from "./expectation-maximisation.ts";

/** Shares of matches and household mates among all possible pairs. */
export function sharesOf(prior: number, matesPerMatch: number): Shares {
  const match = Math.min(prior, 0.5);
  return { match, mates: Math.min(prior * matesPerMatch, 0.4) };
}

/** What the prior is estimated on. */
export interface PriorSource {
  /** Every candidate pair, or a sample of them scaled up. */
  readonly candidates: PatternCounts;
  readonly possiblePairs: number;
  /** No more matches than this can be. */
  readonly mostMatches: number;
  readonly matesPerMatch: number;
}

/** The share of matches among all possible pairs, from the posteriors of the candidates, to a fixed point. */
export function estimatePrior(scheme: Scheme, source: PriorSource, classes: Classes, from: number): number {
  let prior = from;
  for (let round = 0; round < 4; round++) {
    const { match: found } = posteriors(
      scheme,
      source.candidates,
      classes,
      sharesOf(prior, source.matesPerMatch),
    );
    const expected = found.reduce((sum, one, row) => sum + one * (source.candidates.counts[row] ?? 0), 0);
    prior = Math.min(
      0.5,
      Math.max(0.5, Math.min(source.mostMatches, expected)) / Math.max(1, source.possiblePairs),
    );
  }
  return prior;
}
