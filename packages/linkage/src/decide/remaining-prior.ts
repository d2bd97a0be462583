import { assignOneToOne, type WeightedPairs } from "./assign.ts";
import { bitsOf, DEFAULT_MARGIN_BITS, type LinkagePolicy, probabilityOf } from "./policy.ts";

const TURNS = 4;

/**
 * Bits by which the prior changes for records that no certain link takes.
 *
 * Where persons are one-to-one, every certain link leaves fewer candidates for the rest: if nearly all of two
 * registries are linked, two of the few records left are far more likely one person than two drawn at random;
 * if most of the rest has no counterpart, less likely. The expected matches among the rest are counted on their
 * own posteriors, to a fixed point.
 *
 * @returns bits for each pair; 0 for those of which a record is linked with certainty.
 */
export function remainingPriorBits(
  pairs: WeightedPairs,
  counts: { readonly left: number; readonly right: number },
  priorBits: number,
  policy: LinkagePolicy,
): Float64Array {
  const bits = new Float64Array(pairs.odds.length);
  if (!policy.oneToOne) return bits;
  const certain = bitsOf(policy.linkFrom);
  const odds = Float64Array.from(pairs.odds);
  let restBefore = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const { chosen, margin } = assignOneToOne({ ...pairs, odds }, -8);
    const takenLeft = new Set<number>();
    const takenRight = new Set<number>();
    for (const [at, own] of odds.entries()) {
      if (chosen[at] === 0 || own < certain || (margin[at] ?? 0) < DEFAULT_MARGIN_BITS) continue;
      takenLeft.add(pairs.left[at] ?? 0);
      takenRight.add(pairs.right[at] ?? 0);
    }
    const [restLeft, restRight] = [counts.left - takenLeft.size, counts.right - takenRight.size];
    if (restLeft === 0 || restRight === 0 || restLeft >= restBefore) break;
    restBefore = restLeft;
    const free: number[] = [];
    for (let at = 0; at < bits.length; at++) {
      if (!takenLeft.has(pairs.left[at] ?? 0) && !takenRight.has(pairs.right[at] ?? 0)) free.push(at);
    }
    let change = 0;
    for (let round = 0; round < 5; round++) {
      let expected = 0.5;
      for (const at of free) if (chosen[at] === 1) expected += probabilityOf((pairs.odds[at] ?? 0) + change);
      const prior = Math.min(expected, restLeft, restRight) / (restLeft * restRight);
      change = Math.log2(prior / Math.max(1e-12, 1 - prior)) - priorBits;
    }
    for (const at of free) {
      bits[at] = change;
      odds[at] = (pairs.odds[at] ?? 0) + change;
    }
  }
  return bits;
}
