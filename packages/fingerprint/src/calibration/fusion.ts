import { SCORE_LIMIT } from "./calibration.ts";

/**
 * One score for several fingers of the same two people, on the same scale, by Fisher's method: if the fingers are
 * independent when the people differ, the product of their n false match rates has the distribution of an Erlang sum,
 * so P = e^-t · Σ_{k<n} t^k / k! with t = -ln of the product. A finger that was compared and did not match (score 0)
 * counts, because n does.
 *
 * @param scores calibrated scores of the fingers compared, each -10·log10 of its false match rate
 * @returns 0 to 200; 0 for no finger
 * @see R. A. Fisher, Statistical Methods for Research Workers, section 21.1
 */
export function fuseScores(scores: readonly number[]): number {
  let total = 0;
  for (const score of scores) total += score;
  const t = (total * Math.LN10) / 10;
  let term = 1;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    sum += term;
    term *= t / (k + 1);
  }
  if (sum === 0) return 0;
  return Math.min(SCORE_LIMIT, Math.max(0, total - 10 * Math.log10(sum)));
}
