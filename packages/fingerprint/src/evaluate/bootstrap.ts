import type { ComparisonSet } from "./comparisons.ts";
import { type ErrorRates, errorRates, type WeightedScores } from "./error-rates.ts";

/** An estimate with the interval that holds it in 95 of 100 resamplings. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export type EstimatedRates = { readonly [Rate in keyof ErrorRates]: Estimate };

const RESAMPLINGS = 1000;
const RATES = ["eer", "fmr100", "fmr1000", "zeroFmr"] as const;

/**
 * Error rates with 95% intervals by resampling fingers with replacement: scores of one finger hang together, so pairs
 * are not resampled one by one. A genuine pair weighs as often as its finger was drawn, an impostor pair the product
 * of both. The intervals are percentiles of {@link RESAMPLINGS} resamplings, always the same ones.
 *
 * @param score score of each pair of `set`, the greater the more alike
 * @see Bolle, Ratha, Pankanti: Error analysis of pattern recognition systems – the subsets bootstrap, CVIU 93(1), 2004
 */
export function estimateErrorRates(set: ComparisonSet, score: ArrayLike<number>): EstimatedRates {
  const { fingerOf, probe, reference } = set;
  const order = Uint32Array.from(probe, (_, pair) => pair).sort((a, b) => score[a]! - score[b]! || a - b);
  const sorted = Float64Array.from(order, (pair) => score[pair]!);
  const one = Uint32Array.from(order, (pair) => fingerOf[probe[pair]!]!);
  const other = Uint32Array.from(order, (pair) => fingerOf[reference[pair]!]!);
  const fingers = fingerOf.reduce((most, finger) => Math.max(most, finger + 1), 0);
  const weights: WeightedScores = {
    score: sorted,
    genuine: new Float64Array(sorted.length),
    impostor: new Float64Array(sorted.length),
  };
  const ratesFor = (drawn: Uint32Array): ErrorRates => {
    for (let pair = 0; pair < sorted.length; pair++) {
      const [a, b] = [one[pair]!, other[pair]!];
      weights.genuine[pair] = a === b ? drawn[a]! : 0;
      weights.impostor[pair] = a === b ? 0 : drawn[a]! * drawn[b]!;
    }
    return errorRates(weights);
  };
  const measured = ratesFor(new Uint32Array(fingers).fill(1));
  const random = minimalStandard(1);
  const resampled = Array.from({ length: RESAMPLINGS }, () => {
    const drawn = new Uint32Array(fingers);
    for (let draw = 0; draw < fingers; draw++) drawn[Math.floor(random() * fingers)]!++;
    return ratesFor(drawn);
  });
  return Object.fromEntries(
    RATES.map((rate) => {
      const values = resampled
        .map((rates) => rates[rate])
        .filter((value) => !Number.isNaN(value))
        .sort((a, b) => a - b);
      const percentile = (share: number) => values[Math.round(share * (values.length - 1))] ?? Number.NaN;
      return [rate, { value: measured[rate], low: percentile(0.025), high: percentile(0.975) }];
    }),
  ) as EstimatedRates;
}

/** Lehmer's generator with Park and Miller's constants: reproducible intervals need no better. Values from 0 to below 1. */
function minimalStandard(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
