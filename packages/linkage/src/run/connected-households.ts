import { probabilityOf } from "../decide/policy.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { combinedOdds, patternScorer } from "../score/weights.ts";
import { type IndexedBiometrics, pairKey } from "./indexed-biometrics.ts";
import type { Prepared, Side } from "./prepared.ts";
import { biometricRows, comparePairs, type Row, scorePiece } from "./scored-rows.ts";

/** Pairs of households with more members than this between them are not expanded. */
const LARGEST_EXPANSION = 900;

/** Pairs that teach how household mates compare are not needed beyond this number. */
const MOST_CONNECTED = 60_000;

/** Only pairs this certain by biography connect households from which the model learns. */
const CONNECTING = 0.999;

export interface ConnectedSource {
  readonly prepared: Prepared;
  readonly model: LinkageModel;
  readonly biometrics: IndexedBiometrics;
}

function membersOf(side: Side): number[][] {
  const members: number[][] = Array.from({ length: side.households.sizes.length }, () => []);
  for (const [index, household] of side.households.of.entries()) members[household]?.push(index);
  return members;
}

/**
 * Pairs of every member with every member of two households that a pair of at least `certainty` connects, apart
 * from the pairs in `known`, which they join; the households in order of their positions.
 */
export function connectedPairs(
  source: ConnectedSource,
  rows: readonly Row[],
  certainty: number,
  known: Set<number>,
): [number, number][] {
  const { left, right, scheme } = source.prepared;
  if (left.households.sizes.length === 0 || right.households.sizes.length === 0) return [];
  const within = left === right;
  const leftMembers = membersOf(left);
  const rightMembers = within ? leftMembers : membersOf(right);
  const weigh = patternScorer(source.model, scheme);
  const visited = new Set<number>();
  const pairs: [number, number][] = [];
  const ordered = [...rows].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const [one, other, pattern, rarity] of ordered) {
    const leftHousehold = left.households.of[one] ?? -1;
    const rightHousehold = right.households.of[other] ?? -1;
    if (leftHousehold < 0 || rightHousehold < 0 || (within && leftHousehold === rightHousehold)) continue;
    const fingerprints = source.biometrics.get(pairKey(one, other))?.weight ?? 0;
    const { againstRandom, againstMates } = weigh(pattern);
    const odds = combinedOdds(againstRandom + rarity, againstMates);
    if (probabilityOf(odds + fingerprints) < certainty) continue;
    const key = pairKey(leftHousehold, rightHousehold);
    if (visited.has(key)) continue;
    visited.add(key);
    known.add(pairKey(one, other));
    const ours = leftMembers[leftHousehold] ?? [];
    const theirs = rightMembers[rightHousehold] ?? [];
    if (ours.length * theirs.length > LARGEST_EXPANSION) continue;
    for (const a of ours) {
      for (const b of theirs) {
        const [low, high] = within && a > b ? [b, a] : [a, b];
        if (known.has(pairKey(low, high))) continue;
        known.add(pairKey(low, high));
        pairs.push([low, high]);
      }
    }
  }
  return pairs;
}

/** Pairs of which one piece is enough to learn from. */
const LEARNING_PAIRS = 5_000_000;

/** Patterns of all pairs of members of households that a certain pair connects, that one left out. */
export async function connectedPatterns(
  source: ConnectedSource & { readonly keepFrom: number },
): Promise<readonly (readonly [pattern: number, count: number])[]> {
  const { prepared, model } = source;
  const of = Math.max(1, Math.ceil(prepared.countedPairs / LEARNING_PAIRS));
  const { rows } = await scorePiece(prepared, model, { slice: 0, of }, source.keepFrom);
  const fingers = await biometricRows(prepared, model);
  const all = new Map([...rows, ...fingers].map((row) => [pairKey(row[0], row[1]), row]));
  const pairs = connectedPairs(source, [...all.values()], CONNECTING, new Set()).slice(0, MOST_CONNECTED);
  const counts = new Map<number, number>();
  for (const [, , pattern] of await comparePairs(prepared, model, pairs)) {
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return [...counts];
}
