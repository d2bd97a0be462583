import type { ComparisonSet } from "./comparisons.ts";

/** The false non-match rate that is left when the impressions of least quality are refused. */
export interface RejectPoint {
  /** Share of impressions refused, 0 to 1; those of equal quality are refused in their order. */
  readonly refused: number;
  /** The least quality that is kept. */
  readonly qualityFrom: number;
  /** Comparisons of the same finger of which neither impression is refused. */
  readonly comparisons: number;
  /** Share of them below the threshold; NaN where none is left. */
  readonly fnmr: number;
}

/** What the curve is drawn from: comparisons, their scores, and the quality of each impression. */
export interface RatedComparisons {
  readonly comparisons: ComparisonSet;
  /** Score of each pair. */
  readonly scores: ArrayLike<number>;
  /** Quality of each impression, by the indices that the comparisons have. */
  readonly quality: ArrayLike<number>;
}

/**
 * The error-versus-reject curve at a threshold that stays: what a quality measure is good for.
 *
 * @param threshold scores from here on match
 * @param shares of impressions refused, rising, from 0 to less than 1
 * @see P. Grother and E. Tabassi, "Performance of biometric quality measures", IEEE TPAMI 29(4), 2007, section 4
 */
export function errorVersusReject(
  { comparisons, scores, quality }: RatedComparisons,
  threshold: number,
  shares: readonly number[],
): RejectPoint[] {
  const { fingerOf, probe, reference } = comparisons;
  const byQuality = Uint32Array.from(fingerOf, (_, impression) => impression).sort(
    (a, b) => quality[a]! - quality[b]! || a - b,
  );
  const rank = new Uint32Array(byQuality.length);
  for (const [at, impression] of byQuality.entries()) rank[impression] = at;
  return shares.map((refused) => {
    const from = Math.floor(refused * byQuality.length);
    let kept = 0;
    let missed = 0;
    for (let pair = 0; pair < probe.length; pair++) {
      const [one, other] = [probe[pair]!, reference[pair]!];
      if (fingerOf[one] !== fingerOf[other] || Math.min(rank[one]!, rank[other]!) < from) continue;
      kept++;
      if (scores[pair]! < threshold) missed++;
    }
    const least = byQuality[from];
    return {
      refused,
      qualityFrom: least === undefined ? 0 : quality[least]!,
      comparisons: kept,
      fnmr: missed / kept,
    };
  });
}

/** The lowest threshold at which at most this share of comparisons of different fingers match. */
export function thresholdAt(fmr: number, { comparisons, scores }: Omit<RatedComparisons, "quality">): number {
  const { fingerOf, probe, reference } = comparisons;
  const impostors = Float64Array.from(scores)
    .filter((_, pair) => fingerOf[probe[pair]!] !== fingerOf[reference[pair]!])
    .sort();
  const allowed = Math.floor(fmr * impostors.length);
  const highest = impostors[impostors.length - 1 - allowed];
  if (highest === undefined) return Number.NEGATIVE_INFINITY;
  // Scores equal to this one may not match: the next greater number is the threshold.
  return nextAbove(highest);
}

const nextAbove = (value: number) => value + Math.max(Number.MIN_VALUE, Math.abs(value) * Number.EPSILON);
