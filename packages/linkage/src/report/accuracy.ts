import { type Share, shareOf } from "./wilson-interval.ts";

/** A pair with its probability and whether it is one person in truth. */
export interface JudgedPair {
  readonly probability: number;
  readonly same: boolean;
}

/** How good the links are. */
export interface Accuracy {
  /** Of the links, those that are right. */
  readonly precision: Share;
  /** Of the true pairs, those that are linked. */
  readonly recall: Share;
  /** Harmonic mean of both; NaN where there is neither a link nor a true pair. */
  readonly f1: number;
}

export function accuracyOf(rightLinks: number, links: number, truePairs: number): Accuracy {
  return {
    precision: shareOf(rightLinks, links),
    recall: shareOf(rightLinks, truePairs),
    f1: links + truePairs === 0 ? Number.NaN : (2 * rightLinks) / (links + truePairs),
  };
}

export interface AccuracyAtThreshold extends Accuracy {
  /** Pairs at least so probable are taken as links. */
  readonly threshold: number;
}

/** Thresholds between which a model's probabilities change what is linked. */
const THRESHOLDS: readonly number[] = [
  0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999,
];

/**
 * Accuracy if every pair at least so probable were linked, by threshold.
 *
 * @param truePairs all true pairs, also those that no blocking rule brought
 */
export function accuracyByThreshold(
  pairs: readonly JudgedPair[],
  truePairs: number,
  thresholds: readonly number[] = THRESHOLDS,
): AccuracyAtThreshold[] {
  return thresholds.map((threshold) => {
    const links = pairs.filter(({ probability }) => probability >= threshold);
    return { threshold, ...accuracyOf(links.filter(({ same }) => same).length, links.length, truePairs) };
  });
}

/** The threshold of the highest F1; the higher one where two are equal. */
export function bestThreshold(byThreshold: readonly AccuracyAtThreshold[]): AccuracyAtThreshold | undefined {
  let best: AccuracyAtThreshold | undefined;
  for (const each of byThreshold) if (best === undefined || each.f1 >= best.f1) best = each;
  return best;
}
