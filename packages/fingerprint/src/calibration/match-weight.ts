import { missShareAt } from "./calibration.ts";
import { CALIBRATION } from "./table.ts";

/** A finger of two people that was compared: its calibrated score and the lower of the two qualities. */
export interface ComparedFinger {
  readonly score: number;
  /** 0 to 100; 0 or absent counts as the worst quality, so that a miss says little. */
  readonly quality?: number;
}

/** Bounds of the sum in bits: what is beyond measuring is lost in mislabelled fingers and swapped people. */
const WEIGHT_MOST = 40;
const WEIGHT_LEAST = -12;

/** Scores of the same finger spread over about this range, evenly enough for a likelihood. */
const GENUINE_RANGE = 160;

/**
 * How much more likely these scores are if the two people are one than if they are not, as log2 of the likelihood
 * ratio, in bits; comparable with a match weight of probabilistic linkage and additive to it.
 *
 * For different people the density of a score s is, by what the scale means, (ln 10 / 10)·10^(-s/10). For the same
 * person it is about even over 0 to 160 but for the share that finds nothing, which falls with quality. So the weight
 * of a finger rises by a third of a bit a point and, where a finger of decent quality does not match, it is
 * log2(miss share): evidence against. Fingers are summed as if independent given the answer, which overstates slightly
 * (a wet hand spoils all its fingers), hence the cap.
 *
 * @returns bits, {@link WEIGHT_LEAST} to {@link WEIGHT_MOST}; 0 for no finger
 */
export function matchWeight(fingers: readonly ComparedFinger[]): number {
  let bits = 0;
  for (const { score, quality } of fingers) bits += fingerWeight(score, quality ?? 0);
  return Math.min(WEIGHT_MOST, Math.max(WEIGHT_LEAST, bits));
}

function fingerWeight(score: number, quality: number): number {
  const miss = missShareAt(quality, CALIBRATION);
  const found =
    Math.log2((1 - miss) / GENUINE_RANGE) - Math.log2(Math.LN10 / 10) + (score / 10) * Math.log2(10);
  return Math.max(Math.log2(miss), found);
}
