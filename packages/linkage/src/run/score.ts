import { bitsOf, type LinkagePolicy, probabilityOf } from "../decide/policy.ts";
import { type Remaining, remainingPrior } from "../decide/remaining-prior.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { isContradictory, levelsOf } from "../document/scheme.ts";
import { groupByHouseholds, householdBits, type PairTable } from "../household/collective.ts";
import { combinedOdds, patternScorer, priorBits } from "../score/weights.ts";
import { sharesOf } from "../train/prior.ts";
import { type ConnectedSource, connectedPairs } from "./connected-households.ts";
import { pairKey } from "./indexed-biometrics.ts";
import { comparePairs, type Row } from "./scored-rows.ts";

/** A pair weighed with everything but its rivals; records are positions. */
export interface WeighedPair {
  readonly left: number;
  readonly right: number;
  readonly pattern: number;
  readonly rarityBits: number;
  readonly prior: number;
  readonly weight: number;
  readonly probability: number;
  readonly parts: {
    readonly biography: number;
    readonly household: number;
    readonly fingerprints: number;
    readonly relativesFingerprints: number;
  };
  readonly fingerprintScore: number | undefined;
  readonly contradictory: boolean;
}

export interface ScoringSource extends ConnectedSource {
  readonly model: LinkageModel;
  readonly keepFrom: number;
  readonly policy: LinkagePolicy;
}

/** Within one registry, a household seldom holds a person twice: bits against it, beyond the prior's. */
const TWICE_IN_ONE_HOUSEHOLD_BITS = 8;

function sameHouseholdBits({ prepared }: ScoringSource, one: number, other: number): number {
  const { left: side, right } = prepared;
  const household = side.households.of[one] ?? -1;
  return side === right && household >= 0 && household === side.households.of[other]
    ? TWICE_IN_ONE_HOUSEHOLD_BITS
    : 0;
}

type RowTable = PairTable & { readonly rarity: Float64Array };

function toTable(source: ScoringSource, rows: readonly Row[]): RowTable {
  const ordered = [...rows].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const weigh = patternScorer(source.model, source.prepared.scheme);
  const shares = sharesOf(source.model.prior, source.model.matesPerMatch);
  const count = ordered.length;
  const table = {
    left: new Int32Array(count),
    right: new Int32Array(count),
    pattern: new Float64Array(count),
    rarity: new Float64Array(count),
    againstRandom: new Float64Array(count),
    againstMates: new Float64Array(count),
    fingerprints: new Float64Array(count),
    randomPrior: Math.log2(shares.match / (1 - shares.match - shares.mates)),
    matesPrior: Math.log2(shares.match / Math.max(shares.mates, 1e-15)),
  };
  for (const [at, [left, right, pattern, rarity]] of ordered.entries()) {
    const { againstRandom, againstMates } = weigh(pattern);
    table.left[at] = left;
    table.right[at] = right;
    table.pattern[at] = pattern;
    table.rarity[at] = rarity;
    table.againstRandom[at] = againstRandom + rarity;
    table.againstMates[at] = againstMates - sameHouseholdBits(source, left, right);
    table.fingerprints[at] = source.biometrics.get(pairKey(left, right))?.weight ?? 0;
  }
  return table;
}

/** log2 odds of a pair by its biography alone, prior included. */
function biographyOf(table: PairTable, at: number): number {
  return combinedOdds(table.againstRandom[at] ?? 0, table.againstMates[at] ?? 0);
}

/** Weighs the rows with their households and finds what certain links leave over. */
function weighRemaining(source: ScoringSource, rows: readonly Row[]) {
  const { prepared, model, policy } = source;
  const { left, right } = prepared;
  const table = toTable(source, rows);
  const groups = groupByHouseholds(table, left.households, right.households);
  const bits = householdBits(table, groups, left.households, right.households, false);
  const prior = priorBits(model);
  const odds = bits.map((own, at) => own + biographyOf(table, at));
  const counts = { left: left.count, right: right.count };
  const remaining = remainingPrior({ left: table.left, right: table.right, odds }, counts, prior, policy);
  return { table, groups, prior, remaining };
}

/** Where no more pairs than this remain, each is compared, whatever the blocking rules say. */
const MOST_UNSEEN = 250_000;

/** Pairs of the records left over that no rule brought or that were not promising, if they are few enough. */
function unseenPairs(remaining: Remaining, known: ReadonlySet<number>): [number, number][] {
  if (remaining.left.length * remaining.right.length > MOST_UNSEEN) return [];
  return remaining.left.flatMap((one) =>
    remaining.right
      .filter((other) => !known.has(pairKey(one, other)))
      .map((other): [number, number] => [one, other]),
  );
}

/** Certainty from which a pair connects two households, whose members are then compared with one another. */
const CONNECTING = 0.9;

/**
 * Weighs the candidate rows together with their households and fingerprints.
 *
 * @returns pairs worth keeping, by position.
 */
export async function weighPairs(source: ScoringSource, candidates: readonly Row[]): Promise<WeighedPair[]> {
  const { prepared, model, keepFrom } = source;
  const { left, right, scheme } = prepared;
  const rows = [...candidates];
  const known = new Set(rows.map(([one, other]) => pairKey(one, other)));
  for (const row of await comparePairs(prepared, model, connectedPairs(source, rows, CONNECTING, known)))
    rows.push(row);
  let weighed = weighRemaining(source, rows);
  const unseen = unseenPairs(weighed.remaining, known);
  if (unseen.length > 0) {
    const weigh = patternScorer(model, scheme);
    for (const row of await comparePairs(prepared, model, unseen)) {
      const { againstRandom, againstMates } = weigh(row[2]);
      if (combinedOdds(againstRandom + row[3], againstMates) > priorBits(model)) rows.push(row);
    }
    weighed = weighRemaining(source, rows);
  }
  const { table, groups, prior } = weighed;
  const remaining = weighed.remaining.bits;
  const fromHouseholds = (withFingerprints: boolean) =>
    householdBits(table, groups, left.households, right.households, withFingerprints);
  for (const [at, change] of remaining.entries()) {
    table.againstRandom[at] = (table.againstRandom[at] ?? 0) + change;
  }
  const alone = fromHouseholds(false);
  const together = source.biometrics.size === 0 ? alone : fromHouseholds(true);
  const least = bitsOf(keepFrom);
  const kept: WeighedPair[] = [];
  for (let at = 0; at < table.left.length; at++) {
    const [one, other] = [table.left[at] ?? 0, table.right[at] ?? 0];
    const odds = biographyOf(table, at);
    const ownPrior = prior + (remaining[at] ?? 0);
    const finger = source.biometrics.get(pairKey(one, other));
    const parts = {
      biography: odds - ownPrior,
      household: alone[at] ?? 0,
      fingerprints: finger?.weight ?? 0,
      relativesFingerprints: (together[at] ?? 0) - (alone[at] ?? 0),
    };
    const weight =
      ownPrior + parts.biography + parts.household + parts.fingerprints + parts.relativesFingerprints;
    if (Math.max(odds, odds + parts.household, ownPrior + parts.fingerprints, weight) < least) continue;
    const pattern = table.pattern[at] ?? 0;
    kept.push({
      left: one,
      right: other,
      pattern,
      rarityBits: table.rarity[at] ?? 0,
      prior: ownPrior,
      weight,
      probability: probabilityOf(weight),
      parts,
      fingerprintScore: finger?.score,
      contradictory: isContradictory(scheme, levelsOf(scheme, pattern)),
    });
  }
  return kept;
}
