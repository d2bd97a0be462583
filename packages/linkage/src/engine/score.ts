import { levelsOf } from "../comparisons.ts";
import { isContradictory } from "../decide/contradictory.ts";
import { bitsOf, type LinkagePolicy, probabilityOf } from "../decide/policy.ts";
import { type Remaining, remainingPrior } from "../decide/remaining-prior.ts";
import type { UndecidedPair } from "../decide/scored-pair.ts";
import { groupByHouseholds, householdBits, type PairTable } from "../household/collective.ts";
import { sharesOf } from "../model/prior.ts";
import { combinedOdds, patternScorer, priorBits } from "../model/weights.ts";
import { pairKey } from "./biometrics.ts";
import { comparePairs, connectedPairs } from "./connected-households.ts";
import { explain } from "./explain.ts";
import type { LinkageStep } from "./options.ts";
import { biographyOdds, type ComparedSides, nameBits, promisingRows, type Row } from "./promising-pairs.ts";

interface ScoringSource extends ComparedSides {
  readonly keepFrom: number;
  readonly policy: LinkagePolicy;
  readonly enter: (step: LinkageStep, pairs?: number) => void;
}

/** Within one registry, a household seldom holds a person twice: bits against it, beyond the prior's. */
const TWICE_IN_ONE_HOUSEHOLD_BITS = 8;

function sameHouseholdBits({ left: side, right }: ScoringSource, one: number, other: number): number {
  const household = side.households.of[one] ?? -1;
  return side === right && household >= 0 && household === side.households.of[other]
    ? TWICE_IN_ONE_HOUSEHOLD_BITS
    : 0;
}

function toTable(source: ScoringSource, rows: readonly Row[]): PairTable {
  const ordered = [...rows].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const weigh = patternScorer(source.model);
  const shares = sharesOf(source.model.prior, source.model.matesPerMatch);
  const count = ordered.length;
  const table = {
    left: new Int32Array(count),
    right: new Int32Array(count),
    pattern: new Int32Array(count),
    againstRandom: new Float64Array(count),
    againstMates: new Float64Array(count),
    fingerprints: new Float64Array(count),
    randomPrior: Math.log2(shares.match / (1 - shares.match - shares.mates)),
    matesPrior: Math.log2(shares.match / Math.max(shares.mates, 1e-15)),
  };
  for (const [at, [left, right, pattern]] of ordered.entries()) {
    const one = source.left.records[left];
    const other = source.right.records[right];
    const { againstRandom, againstMates } = weigh(pattern);
    table.left[at] = left;
    table.right[at] = right;
    table.pattern[at] = pattern;
    table.againstRandom[at] = againstRandom + (one && other ? nameBits(source.model, one, other) : 0);
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
  const { left, right, model, policy } = source;
  const table = toTable(source, rows);
  const groups = groupByHouseholds(table, left.households, right.households);
  const bits = householdBits(table, groups, left.households, right.households, false);
  const prior = priorBits(model);
  const odds = bits.map((own, at) => own + biographyOf(table, at));
  const counts = { left: left.records.length, right: right.records.length };
  const remaining = remainingPrior({ left: table.left, right: table.right, odds }, counts, prior, policy);
  return { table, groups, prior, remaining };
}

/** Where no more pairs than this remain, each is compared, whatever the blocking rules say. */
const MOST_UNSEEN = 250_000;

/** Pairs of the records left over that no rule brought or that were not promising, if they are few enough. */
function unseenPairs(remaining: Remaining, known: ReadonlySet<number>): [number, number, number][] {
  if (remaining.left.length * remaining.right.length > MOST_UNSEEN) return [];
  return remaining.left.flatMap((one) =>
    remaining.right
      .filter((other) => !known.has(pairKey(one, other)))
      .map((other): [number, number, number] => [one, other, 0]),
  );
}

/** Scores the compared pairs, adds what households say, and returns those worth keeping. */
export async function scorePairs(source: ScoringSource): Promise<UndecidedPair[]> {
  const { left, right, model } = source;
  source.enter("score");
  const rows = await promisingRows(source);
  const known = new Set(rows.map(([one, other]) => pairKey(one, other)));
  for (const row of await comparePairs(source.connection, connectedPairs(source, rows, 0.9, known)))
    rows.push(row);
  source.enter("households", rows.length);
  let weighed = weighRemaining(source, rows);
  const unseen = unseenPairs(weighed.remaining, known);
  if (unseen.length > 0) {
    const weigh = patternScorer(model);
    const speaking = (row: Row) => biographyOdds(source, weigh, row) > priorBits(model);
    rows.push(...(await comparePairs(source.connection, unseen)).filter(speaking));
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
  const least = bitsOf(source.keepFrom);
  const kept: UndecidedPair[] = [];
  for (let at = 0; at < table.left.length; at++) {
    const one = left.records[table.left[at] ?? 0];
    const other = right.records[table.right[at] ?? 0];
    if (one === undefined || other === undefined) continue;
    const odds = biographyOf(table, at);
    const ownPrior = prior + (remaining[at] ?? 0);
    const finger = source.biometrics.get(pairKey(table.left[at] ?? 0, table.right[at] ?? 0));
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
      left: one.id,
      right: other.id,
      ...(one.household === undefined ? {} : { leftHousehold: one.household }),
      ...(other.household === undefined ? {} : { rightHousehold: other.household }),
      probability: probabilityOf(weight),
      weight,
      parts,
      prior: ownPrior,
      ...(finger === undefined ? {} : { fingerprintScore: finger.score }),
      evidence: explain(model, pattern, nameBits(model, one, other), parts),
      contradictory: isContradictory(levelsOf(pattern)),
      sameNameAndBirthYear:
        one.name !== undefined &&
        one.name.folded === other.name?.folded &&
        one.birth !== undefined &&
        one.birth.year === other.birth?.year,
    });
  }
  return kept;
}
