/** How similarities become scores; measured, versioned data. See bench/calibrate.ts for how it is made. */
export interface Calibration {
  readonly version: string;
  /** Rising similarities and the score of each; linear between, 0 where nothing was similar. */
  readonly similarity: readonly number[];
  readonly score: readonly number[];
  /** Mean excess beyond the last similarity, nats: the tail is exponential from there. */
  readonly tailScale: number;
  /** Rising impression qualities, and the share of comparisons of the same finger at that quality that find nothing. */
  readonly missQuality: readonly number[];
  readonly missShare: readonly number[];
}

/** Scores are cut here; the extrapolation means nothing beyond. */
export const SCORE_LIMIT = 200;

/** -10·log10 of the false match rate at a similarity in nats; 0 to {@link SCORE_LIMIT}. */
export function scoreOf(similarity: number, calibration: Calibration): number {
  const { similarity: knots, score, tailScale } = calibration;
  if (similarity <= 0) return 0;
  const last = knots.length - 1;
  if (similarity >= knots[last]!) {
    const tail = ((similarity - knots[last]!) / tailScale) * (10 / Math.LN10);
    return Math.min(SCORE_LIMIT, score[last]! + tail);
  }
  let lowKnot = 0;
  let lowScore = 0;
  for (const [index, highKnot] of knots.entries()) {
    if (similarity < highKnot)
      return lowScore + ((score[index]! - lowScore) * (similarity - lowKnot)) / (highKnot - lowKnot);
    lowKnot = highKnot;
    lowScore = score[index]!;
  }
  return lowScore;
}

/** The share of same-finger comparisons that find nothing, at a quality of 0 to 100. */
export function missShareAt(quality: number, calibration: Calibration): number {
  const { missQuality, missShare } = calibration;
  if (quality <= missQuality[0]!) return missShare[0]!;
  for (let index = 1; index < missQuality.length; index++) {
    const low = missQuality[index - 1]!;
    const high = missQuality[index]!;
    if (quality <= high) {
      const part = (quality - low) / (high - low);
      return missShare[index - 1]! + part * (missShare[index]! - missShare[index - 1]!);
    }
  }
  return missShare[missShare.length - 1]!;
}
