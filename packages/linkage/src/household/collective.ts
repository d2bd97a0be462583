import { combinedOdds } from "../score/weights.ts";

/** Candidate pairs as parallel arrays; records are positions in their registries sorted by id. */
export interface PairTable {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly pattern: Int32Array | Float64Array;
  /** log2 odds against unrelated persons, prior included. */
  readonly againstRandom: Float64Array;
  /** log2 odds against different members of one household, prior included. */
  readonly againstMates: Float64Array;
  /** The prior's share of `againstRandom`, log2. */
  readonly randomPrior: number;
  /** The prior's share of `againstMates`, log2. */
  readonly matesPrior: number;
  /** Bits of the fingerprints of this pair; 0 where not compared. */
  readonly fingerprints: Float64Array;
}

/** Household of each record as a small integer (−1 for none), and how many records each household has. */
export interface Households {
  readonly of: Int32Array;
  readonly sizes: Int32Array;
}

/** Positions in the pair table, by pair of households. Pairs within one household are left out. */
export function groupByHouseholds(pairs: PairTable, left: Households, right: Households): Int32Array[] {
  const groups = new Map<number, number[]>();
  const within = left === right;
  for (let at = 0; at < pairs.left.length; at++) {
    const one = left.of[pairs.left[at] ?? 0] ?? -1;
    const other = right.of[pairs.right[at] ?? 0] ?? -1;
    if (one < 0 || other < 0 || (within && one === other)) continue;
    const key = one * 2 ** 26 + other;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [at]);
    else group.push(at);
  }
  return [...groups.values()].map((group) => Int32Array.from(group));
}

const certainty = (bits: number) => 1 / (1 + 2 ** -bits);
const logit = (probability: number) => Math.log2(probability / (1 - probability));
/** No number of matched relatives makes two households one beyond a chance of 2^-20. */
const LEAST_DOUBT = 2 ** -20;
/** A member may have moved to another household: one match says at most so much that the households are one. */
const STRENGTH_OF_ONE = 0.9;
const ROUNDS = 3;

interface Member {
  readonly left: number;
  readonly right: number;
}

/** Chance that member `of` on one side is matched to anyone but the pair itself, for each side of a pair. */
function bestOthers(members: readonly Member[], certainties: Float64Array, at: number): number[] {
  const best = new Map<number, number>();
  const own = members[at];
  for (const [other, member] of members.entries()) {
    if (member.left === own?.left || member.right === own?.right) continue;
    best.set(member.left, Math.max(best.get(member.left) ?? 0, certainties[other] ?? 0));
  }
  return [...best.values()];
}

/**
 * How often a true pair has nobody else of its household matched, by how many others there are at most
 * (1, 2, 3 or more), estimated on pairs that are certain by themselves; 1 where there are too few to tell.
 */
function loneShares(own: Float64Array, support: Float64Array, others: Int8Array): number[] {
  const lone = [0, 0, 0, 0];
  const all = [0, 0, 0, 0];
  for (let at = 0; at < own.length; at++) {
    const bucket = others[at] ?? 0;
    if ((own[at] ?? 0) < 0.99 || bucket < 1) continue;
    all[bucket] = (all[bucket] ?? 0) + 1;
    if ((support[at] ?? 0) < 0.1) lone[bucket] = (lone[bucket] ?? 0) + 1;
  }
  return all.map((count, bucket) =>
    count < 30 ? 1 : Math.max(1 / 32, ((lone[bucket] ?? 0) + 1) / (count + 2)),
  );
}

/**
 * Share of the members of a household that the other registry's household holds too, estimated on households that
 * a certain pair connects, apart from that pair.
 */
function memberOverlap(
  pairs: PairTable,
  groups: readonly Int32Array[],
  own: Float64Array,
  sizesOf: (at: number) => { readonly sizeLeft: number; readonly sizeRight: number },
): number {
  let found = 8.5;
  let possible = 10;
  for (const group of groups) {
    const best = new Map<number, number>();
    for (const at of group) {
      const left = pairs.left[at] ?? 0;
      best.set(left, Math.max(best.get(left) ?? 0, own[at] ?? 0));
    }
    const certain = [...best.values()].filter((one) => one > 0.99).length;
    if (certain === 0) continue;
    const { sizeLeft, sizeRight } = sizesOf(group[0] ?? 0);
    const others = Math.min(sizeLeft, sizeRight) - 1;
    const matched = [...best.values()].reduce((sum, one) => sum + one, 0) - 1;
    found += Math.min(others, Math.max(0, matched));
    possible += others;
  }
  return Math.max(0.3, Math.min(0.97, found / possible));
}

/**
 * Bits that the other members of the two households add to each pair.
 *
 * That the households are one is a hidden variable with the pairs of its members around it. Other members who
 * match make it likely, which rules out "unrelated persons" and leaves the question which member this is: there
 * only what tells persons apart counts, and those members already matched are out of the running. Evidence
 * that members share (lineage, place) is thereby not counted twice. Where certain pairs usually come with
 * relatives, a pair without any is less likely. (Bhattacharya and Getoor 2007, collective resolution.)
 *
 * @param withFingerprints whether the fingerprints of the pairs count as evidence.
 */
export function householdBits(
  pairs: PairTable,
  groups: readonly Int32Array[],
  left: Households,
  right: Households,
  withFingerprints: boolean,
): Float64Array {
  const count = pairs.left.length;
  const bits = new Float64Array(count);
  const own = new Float64Array(count);
  const support = new Float64Array(count);
  const doubt = new Float64Array(count).fill(1);
  const others = new Int8Array(count);
  const finger = (at: number) => (withFingerprints ? (pairs.fingerprints[at] ?? 0) : 0);
  for (let at = 0; at < count; at++) {
    own[at] = certainty(combinedOdds(pairs.againstRandom[at] ?? 0, pairs.againstMates[at] ?? 0) + finger(at));
  }
  const sizesOf = (at: number) => ({
    sizeLeft: left.sizes[left.of[pairs.left[at] ?? 0] ?? 0] ?? 1,
    sizeRight: right.sizes[right.of[pairs.right[at] ?? 0] ?? 0] ?? 1,
  });
  for (const group of groups) {
    const members = Array.from(group, (at) => ({ left: pairs.left[at] ?? 0, right: pairs.right[at] ?? 0 }));
    const certainties = Float64Array.from(group, (at) => own[at] ?? 0);
    for (const [index, at] of group.entries()) {
      const { sizeLeft, sizeRight } = sizesOf(at);
      others[at] = Math.min(3, sizeLeft - 1, sizeRight - 1);
      if (group.length === 1) continue;
      const remaining = bestOthers(members, certainties, index).reduce(
        (product, one) => product * (1 - STRENGTH_OF_ONE * one),
        1,
      );
      doubt[at] = Math.max(LEAST_DOUBT, remaining);
      support[at] = 1 - remaining;
    }
  }
  const overlap = memberOverlap(pairs, groups, own, sizesOf);
  const lone = loneShares(own, support, others);
  for (const group of groups) {
    const members = Array.from(group, (at) => ({ left: pairs.left[at] ?? 0, right: pairs.right[at] ?? 0 }));
    let certainties = Float64Array.from(group, (at) => own[at] ?? 0);
    for (let round = 0; round < (group.length === 1 ? 1 : ROUNDS); round++) {
      const next = new Float64Array(group.length);
      for (const [index, at] of group.entries()) {
        const { sizeLeft, sizeRight } = sizesOf(at);
        const taken = bestOthers(members, certainties, index).reduce((sum, one) => sum + one, 0);
        const remaining = Math.max(1, Math.max(sizeLeft, sizeRight) - taken);
        const raised = withOthers({
          againstRandom:
            (pairs.againstRandom[at] ?? 0) + Math.log2(lone[others[at] ?? 0] ?? 1) * (1 - (support[at] ?? 0)),
          againstMates: pairs.againstMates[at] ?? 0,
          randomPrior: pairs.randomPrior,
          matesPrior: pairs.matesPrior,
          doubt: doubt[at] ?? 1,
          choice: Math.max(-3, Math.min(6, logit(overlap / (remaining + 0.01)) - pairs.matesPrior)),
        });
        bits[at] = raised - combinedOdds(pairs.againstRandom[at] ?? 0, pairs.againstMates[at] ?? 0);
        next[index] = certainty(raised + finger(at));
      }
      certainties = next;
    }
  }
  return bits;
}

/**
 * Posterior log2 odds once others say, up to `doubt`, that the households are one.
 *
 * What the pair's own record says of the households (lineage, place) is not independent of what the others' say,
 * so that it is not multiplied in where it agrees: "unrelated" is ruled out by either. Where the pair itself speaks
 * against one household, it is weighed in full (Bayes), so that one relative who moved does not tie strangers.
 */
function withOthers(pair: {
  readonly againstRandom: number;
  readonly againstMates: number;
  readonly randomPrior: number;
  readonly matesPrior: number;
  readonly doubt: number;
  readonly choice: number;
}): number {
  const random = 2 ** -pair.againstRandom;
  const matesBefore = 2 ** -pair.againstMates;
  const unrelatedBefore = random / (1 + random + matesBefore);
  const matchRatio = 2 ** (pair.againstRandom - pair.randomPrior);
  const matesRatio = matchRatio * 2 ** (pair.matesPrior - pair.againstMates);
  const chosen = 1 / (1 + 2 ** -pair.matesPrior);
  const household = chosen * matchRatio + (1 - chosen) * matesRatio;
  const oddsByOthers = (1 - pair.doubt) / pair.doubt;
  const oddsBefore = 2 ** pair.randomPrior / chosen;
  const unrelatedByBayes = 1 / (1 + Math.max(oddsByOthers, oddsBefore) * household);
  const unrelated = Math.min(unrelatedBefore, Math.max(unrelatedBefore * pair.doubt, unrelatedByBayes));
  const mates = 2 ** -(pair.againstMates + pair.choice * (1 - pair.doubt));
  const same = Math.max(1e-12, 1 - unrelated);
  return Math.log2(same) - Math.log2(same * (mates / (1 + mates)) + unrelated) + Math.log2(1 / (1 + mates));
}
