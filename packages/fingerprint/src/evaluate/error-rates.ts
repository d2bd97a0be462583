/** Error rates of a set of comparisons, as shares from 0 to 1. NaN where there were no pairs of a kind. */
export interface ErrorRates {
  /** Equal error rate: where false match and false non-match rate meet, the middle of the interval that FVC2000 defines. */
  readonly eer: number;
  /** Least false non-match rate where at most 1 in 100 comparisons of different fingers match. */
  readonly fmr100: number;
  /** The same where at most 1 in 1,000 match. */
  readonly fmr1000: number;
  /** The same where none matches. */
  readonly zeroFmr: number;
}

/** One threshold's rates; a comparison matches from the threshold on. */
export interface OperatingPoint {
  readonly threshold: number;
  /** False match rate and false non-match rate, shares. */
  readonly fmr: number;
  readonly fnmr: number;
}

/** Scores in rising order with the weight of each as a genuine and as an impostor comparison. */
export interface WeightedScores {
  readonly score: Float64Array;
  readonly genuine: Float64Array;
  readonly impostor: Float64Array;
}

/** Orders scores; `isGenuine[k]` says of which kind pair k is. Each weighs 1. */
export function weightedScores(
  score: ArrayLike<number>,
  isGenuine: (pair: number) => boolean,
): WeightedScores {
  const order = Uint32Array.from({ length: score.length }, (_, pair) => pair).sort(
    (a, b) => score[a]! - score[b]! || a - b,
  );
  return {
    score: Float64Array.from(order, (pair) => score[pair]!),
    genuine: Float64Array.from(order, (pair) => (isGenuine(pair) ? 1 : 0)),
    impostor: Float64Array.from(order, (pair) => (isGenuine(pair) ? 0 : 1)),
  };
}

/**
 * Error rates over all thresholds in one pass.
 *
 * @see Maio et al., FVC2000, IEEE TPAMI 24(3), 2002, section 4.1: with finitely many scores the two curves may not meet,
 * and the equal error rate is the middle of the narrower interval on either side
 */
export function errorRates({ score, genuine, impostor }: WeightedScores): ErrorRates {
  const genuineTotal = sum(genuine);
  const impostorTotal = sum(impostor);
  if (genuineTotal === 0 || impostorTotal === 0)
    return { eer: Number.NaN, fmr100: Number.NaN, fmr1000: Number.NaN, zeroFmr: Number.NaN };
  let missed = 0;
  let matched = impostorTotal;
  // The last threshold with fnmr <= fmr and the first with fnmr >= fmr.
  let below = { fmr: 1, fnmr: 0 };
  let above: { fmr: number; fnmr: number } | undefined;
  let fmr100 = 1;
  let fmr1000 = 1;
  let zeroFmr = 1;
  const visit = (): void => {
    const fmr = matched / impostorTotal;
    const fnmr = missed / genuineTotal;
    if (fnmr <= fmr) below = { fmr, fnmr };
    if (fnmr >= fmr) above ??= { fmr, fnmr };
    if (fmr <= 0.01) fmr100 = Math.min(fmr100, fnmr);
    if (fmr <= 0.001) fmr1000 = Math.min(fmr1000, fnmr);
    if (matched <= 0) zeroFmr = Math.min(zeroFmr, fnmr);
  };
  for (let at = 0; at < score.length; ) {
    visit();
    const value = score[at]!;
    for (; at < score.length && score[at] === value; at++) {
      missed += genuine[at]!;
      matched -= impostor[at]!;
    }
  }
  visit();
  const nearest = above === undefined || below.fnmr + below.fmr <= above.fnmr + above.fmr ? below : above;
  return { eer: (nearest.fmr + nearest.fnmr) / 2, fmr100, fmr1000, zeroFmr };
}

/** Error rates of the scores of comparisons of one finger and of two, each weighing 1. */
export function errorRatesOf(genuine: ArrayLike<number>, impostor: ArrayLike<number>): ErrorRates {
  const scores = [...Array.from(genuine), ...Array.from(impostor)];
  return errorRates(weightedScores(scores, (pair) => pair < genuine.length));
}

/** The detection error trade-off: each threshold at which a rate changes, from matching all to matching none. */
export function detectionErrorTradeoff({ score, genuine, impostor }: WeightedScores): OperatingPoint[] {
  const genuineTotal = sum(genuine);
  const impostorTotal = sum(impostor);
  const points: OperatingPoint[] = [];
  let missed = 0;
  let matched = impostorTotal;
  for (let at = 0; at < score.length; ) {
    const threshold = score[at]!;
    points.push({ threshold, fmr: matched / impostorTotal, fnmr: missed / genuineTotal });
    for (; at < score.length && score[at] === threshold; at++) {
      missed += genuine[at]!;
      matched -= impostor[at]!;
    }
  }
  points.push({ threshold: Number.POSITIVE_INFINITY, fmr: 0, fnmr: 1 });
  return points;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
