import { assignOneToOne, type WeightedPairs } from "./assign.ts";
import { bitsOf, DEFAULT_MARGIN_BITS, type LinkagePolicy, probabilityOf } from "./policy.ts";

/** A second turn takes what the first made certain; more would rest conclusions on conclusions. */
const TURNS = 2;
const ROUNDS = 5;

/** The records that no certain link takes, in order, and what that says of pairs of them. */
export interface Remaining {
  /** Bits by which the prior changes, for each pair; 0 for those of which a record is linked with certainty. */
  readonly bits: Float64Array;
  readonly left: readonly number[];
  readonly right: readonly number[];
}

function except(count: number, taken: ReadonlySet<number>): number[] {
  return Array.from({ length: count }, (_, index) => index).filter((index) => !taken.has(index));
}

/**
 * How the prior changes for records that no certain link takes.
 *
 * Where persons are one-to-one, a certain link takes two records out of the running, and with them all chance pairs of
 * theirs. True pairs too poorly recorded to be certain all stay: their number, expected matches times m of their
 * pattern, is what it was, among restLeft × restRight pairs instead of all. So the prior odds of a remaining pair are
 * matches / (restLeft × restRight) with ALL matches above the line, not those of the rest: that true pairs of the rest
 * are uncertain is a reason why they are there, not evidence against them (the likelihood of a match, given that it is
 * uncertain, is m divided by the share of matches that are). Matches that are not certain are counted on their own
 * posteriors, to a fixed point; without certain links this is the usual estimate of a prior.
 */
export function remainingPrior(
  pairs: WeightedPairs,
  counts: { readonly left: number; readonly right: number },
  priorBits: number,
  policy: LinkagePolicy,
): Remaining {
  const bits = new Float64Array(pairs.odds.length);
  let rest: Omit<Remaining, "bits"> = { left: [], right: [] };
  if (!policy.oneToOne) return { bits, ...rest };
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
    rest = { left: except(counts.left, takenLeft), right: except(counts.right, takenRight) };
    const free: number[] = [];
    for (let at = 0; at < bits.length; at++) {
      if (!takenLeft.has(pairs.left[at] ?? 0) && !takenRight.has(pairs.right[at] ?? 0)) free.push(at);
    }
    let change = 0;
    for (let round = 0; round < ROUNDS; round++) {
      let expected = 0.5;
      for (const at of free) if (chosen[at] === 1) expected += probabilityOf((pairs.odds[at] ?? 0) + change);
      const matches = takenLeft.size + Math.min(expected, restLeft, restRight);
      change = Math.log2(matches / (restLeft * restRight)) - priorBits;
    }
    for (const at of free) {
      bits[at] = change;
      odds[at] = (pairs.odds[at] ?? 0) + change;
    }
  }
  return { bits, ...rest };
}
