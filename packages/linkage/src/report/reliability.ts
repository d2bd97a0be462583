import type { JudgedPair } from "./accuracy.ts";
import { type Share, shareOf } from "./wilson-interval.ts";

/** Pairs of about one probability, and how many of them are one person in truth. */
interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  /** Mean of the probabilities that the model gave. */
  readonly stated: number;
  readonly observed: Share;
}

export interface Reliability {
  readonly bins: readonly ReliabilityBin[];
  /** Mean squared difference of probability and truth (Brier 1950); 0 is best. */
  readonly brier: number;
  /** Mean difference of stated and observed over the bins, by their pairs: expected calibration error. */
  readonly calibrationError: number;
  readonly pairs: number;
}

/** Narrow at both ends, where decisions are taken. */
const EDGES = [0, 0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98, 0.999, 1];

/** Whether probabilities are what they say, over the pairs that were scored. */
export function reliabilityOf(pairs: readonly JudgedPair[]): Reliability {
  const bins: ReliabilityBin[] = [];
  for (let at = 1; at < EDGES.length; at++) {
    const [from, to] = [EDGES[at - 1] ?? 0, EDGES[at] ?? 1];
    const within = pairs.filter(
      ({ probability }) => probability >= from && (probability < to || (to === 1 && probability <= 1)),
    );
    if (within.length === 0) continue;
    bins.push({
      from,
      to,
      stated: within.reduce((sum, { probability }) => sum + probability, 0) / within.length,
      observed: shareOf(within.filter(({ same }) => same).length, within.length),
    });
  }
  const squares = pairs.reduce((sum, { probability, same }) => sum + (probability - Number(same)) ** 2, 0);
  const off = bins.reduce(
    (sum, { stated, observed }) => sum + observed.of * Math.abs(stated - observed.value),
    0,
  );
  return {
    bins,
    brier: squares / pairs.length,
    calibrationError: off / pairs.length,
    pairs: pairs.length,
  };
}
