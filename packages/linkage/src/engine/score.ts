import type { DuckDBConnection } from "@duckdb/node-api";
import { BIOMETRIC_MASK } from "../block/candidates.ts";
import { comparisonIndex, levelsOf } from "../comparisons.ts";
import { bitsOf, type LinkagePolicy, probabilityOf } from "../decide/policy.ts";
import { remainingPriorBits } from "../decide/remaining-prior.ts";
import type { Evidence, UndecidedPair } from "../decide/scored-pair.ts";
import { groupByHouseholds, householdBits, type PairTable } from "../household/collective.ts";
import type { LinkageModel } from "../model/model.ts";
import { frequencyBits } from "../model/name-frequencies.ts";
import { sharesOf } from "../model/train.ts";
import { combinedOdds, patternEvidence, patternScorer, priorBits } from "../model/weights.ts";
import type { StandardRecord } from "../standardise.ts";
import { compareSql } from "./compare-sql.ts";
import { eachChunk, fillTable, rowsOf } from "./database.ts";
import type { RegistrySide } from "./registry-side.ts";
import type { LinkageStep } from "./run.ts";

export type IndexedBiometrics = ReadonlyMap<
  number,
  { readonly left: number; readonly right: number; readonly weight: number; readonly score: number }
>;

interface ScoringSource {
  readonly connection: DuckDBConnection;
  readonly left: RegistrySide;
  readonly right: RegistrySide;
  readonly model: LinkageModel;
  readonly biometrics: IndexedBiometrics;
  readonly keepFrom: number;
  readonly policy: LinkagePolicy;
  readonly enter: (step: LinkageStep, pairs?: number) => void;
}

const pairKey = (left: number, right: number) => left * 2 ** 26 + right;
/** Name frequencies can add this much to a pattern's bits. */
const MOST_FREQUENCY_BITS = 18;
/** Pairs of households with more members than this between them are not expanded. */
const LARGEST_EXPANSION = 900;

/** Bits that the commonness of the agreeing names adds to a pair. */
function nameBits(model: LinkageModel, left: StandardRecord, right: StandardRecord): number {
  let bits = 0;
  const { own, father, grandfather } = model.nameFrequencies;
  for (const [position, names] of [own, father, grandfather].entries()) {
    const skeleton = left.name?.skeletons[position];
    if (skeleton !== undefined && skeleton === right.name?.skeletons[position]) {
      bits += frequencyBits(names, skeleton);
    }
  }
  return bits;
}

type Row = readonly [left: number, right: number, pattern: number];

/** Pairs of the compared table that may come to something, and all with fingerprints. */
async function promisingRows(source: Omit<ScoringSource, "policy" | "enter">): Promise<Row[]> {
  const { connection, model } = source;
  const weigh = patternScorer(model);
  const least = bitsOf(source.keepFrom) - MOST_FREQUENCY_BITS;
  const patterns = await rowsOf<{ pattern: number }>(connection, "SELECT DISTINCT pattern FROM compared");
  const promising = patterns.filter(({ pattern }) => weigh(pattern).againstRandom >= least);
  await fillTable(
    connection,
    "promising",
    { pattern: "INTEGER" },
    promising.map(({ pattern }) => [pattern]),
  );
  const rows: Row[] = [];
  await eachChunk(
    connection,
    `SELECT l, r, pattern, mask FROM compared
      WHERE pattern IN (SELECT pattern FROM promising) OR mask >= ${BIOMETRIC_MASK}`,
    ([l, r, pattern, mask], count) => {
      for (let at = 0; at < count; at++) {
        const row = [l?.[at] ?? 0, r?.[at] ?? 0, pattern?.[at] ?? 0] as const;
        if (
          (mask?.[at] ?? 0) >= BIOMETRIC_MASK ||
          biographyOdds(source, weigh, row) >= bitsOf(source.keepFrom)
        ) {
          rows.push(row);
        }
      }
    },
  );
  return rows;
}

function biographyOdds(
  source: Pick<ScoringSource, "left" | "right" | "model">,
  weigh: ReturnType<typeof patternScorer>,
  row: Row,
): number {
  const { againstRandom, againstMates } = weigh(row[2]);
  const left = source.left.records[row[0]];
  const right = source.right.records[row[1]];
  const names = left && right ? nameBits(source.model, left, right) : 0;
  return combinedOdds(againstRandom + names, againstMates);
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

/**
 * Pairs of every member with every member of two households that a pair of at least `certainty` connects, apart
 * from the pairs in `known`; the households in order of their positions.
 */
function connectedPairs(
  source: Omit<ScoringSource, "keepFrom" | "policy" | "enter">,
  rows: readonly Row[],
  certainty: number,
  known: Set<number>,
): [number, number, number][] {
  const { left, right } = source;
  const within = left === right;
  const leftMembers = membersOf(left);
  const rightMembers = within ? leftMembers : membersOf(right);
  const weigh = patternScorer(source.model);
  const visited = new Set<number>();
  const pairs: [number, number, number][] = [];
  const ordered = [...rows].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const row of ordered) {
    const [one, other] = row;
    const leftHousehold = left.households.of[one] ?? -1;
    const rightHousehold = right.households.of[other] ?? -1;
    if (leftHousehold < 0 || rightHousehold < 0 || (within && leftHousehold === rightHousehold)) continue;
    const fingerprints = source.biometrics.get(pairKey(one, other))?.weight ?? 0;
    if (probabilityOf(biographyOdds(source, weigh, row) + fingerprints) < certainty) continue;
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
        pairs.push([low, high, 0]);
      }
    }
  }
  return pairs;
}

function membersOf(side: RegistrySide): number[][] {
  const members: number[][] = Array.from({ length: side.households.sizes.length }, () => []);
  for (const [index, household] of side.households.of.entries()) members[household]?.push(index);
  return members;
}

async function comparePairs(
  connection: DuckDBConnection,
  pairs: readonly [number, number, number][],
): Promise<Row[]> {
  await fillTable(connection, "expansion", { l: "INTEGER", r: "INTEGER", mask: "INTEGER" }, pairs);
  const compared: Row[] = [];
  await eachChunk(
    connection,
    `SELECT l, r, pattern FROM (${compareSql("expansion", "records_left", "records_right")})`,
    ([l, r, pattern], count) => {
      for (let at = 0; at < count; at++) compared.push([l?.[at] ?? 0, r?.[at] ?? 0, pattern?.[at] ?? 0]);
    },
  );
  return compared;
}

/** Pairs that teach how household mates compare are not needed beyond this number. */
const MOST_CONNECTED = 60_000;

/** Only pairs this certain by biography connect households from which the model learns. */
const CONNECTING = 0.999;

/** Patterns of all pairs of members of households that a certain pair connects, that one left out. */
export async function connectedPatterns(
  source: Omit<ScoringSource, "policy" | "enter">,
): Promise<readonly (readonly [pattern: number, count: number])[]> {
  const rows = await promisingRows(source);
  const pairs = connectedPairs(source, rows, CONNECTING, new Set()).slice(0, MOST_CONNECTED);
  const counts = new Map<number, number>();
  for (const [, , pattern] of await comparePairs(source.connection, pairs)) {
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  return [...counts];
}

const OWN_NAME = comparisonIndex("ownName");
const LINEAGE = comparisonIndex("lineage");
const BIRTH = comparisonIndex("birth");
const SEX = comparisonIndex("sex");

/** Levels of `birth` with more than five years between dates, or ten (five for a child) between estimates. */
const AGES_APART = new Set([8, 14, 19, 20]);

/** Whether the biography speaks against one person so plainly that fingerprints alone must not decide. */
function isContradictory(levels: Uint8Array): boolean {
  const sexDiffers = levels[SEX] === 2;
  const ownDiffers = levels[OWN_NAME] === 6;
  const lineageDiffers = levels[LINEAGE] === 5 || levels[LINEAGE] === 8 || levels[LINEAGE] === 0;
  const ageDiffers = AGES_APART.has(levels[BIRTH] ?? 0);
  return sexDiffers || (ownDiffers && lineageDiffers) || (ownDiffers && ageDiffers);
}

/** log2 odds of a pair by its biography alone, prior included. */
function biographyOf(table: PairTable, at: number): number {
  return combinedOdds(table.againstRandom[at] ?? 0, table.againstMates[at] ?? 0);
}

/** Scores the compared pairs, adds what households say, and returns those worth keeping. */
export async function scorePairs(source: ScoringSource): Promise<UndecidedPair[]> {
  const { left, right, model } = source;
  source.enter("score");
  const rows = await promisingRows(source);
  const known = new Set(rows.map(([one, other]) => pairKey(one, other)));
  for (const row of await comparePairs(source.connection, connectedPairs(source, rows, 0.9, known)))
    rows.push(row);
  const table = toTable(source, rows);
  source.enter("households", rows.length);
  const groups = groupByHouseholds(table, left.households, right.households);
  const fromHouseholds = (withFingerprints: boolean) =>
    householdBits(table, groups, left.households, right.households, withFingerprints);
  const prior = priorBits(model);
  const first = fromHouseholds(false);
  const remaining = remainingPriorBits(
    { left: table.left, right: table.right, odds: first.map((bits, at) => bits + biographyOf(table, at)) },
    { left: left.records.length, right: right.records.length },
    prior,
    source.policy,
  );
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

/** The bits of a pair one by one; they sum to its parts. */
function explain(
  model: LinkageModel,
  pattern: number,
  names: number,
  parts: UndecidedPair["parts"],
): readonly Evidence[] {
  const evidence: Evidence[] = patternEvidence(model, pattern);
  if (names !== 0) {
    evidence.push({ comparison: "nameFrequency", level: names > 0 ? "rare" : "common", weight: names });
  }
  const mates = parts.biography - evidence.reduce((sum, { weight }) => sum + weight, 0);
  if (Math.abs(mates) > 0.005) {
    evidence.push({ comparison: "otherMemberOfHousehold", level: "could be another member", weight: mates });
  }
  if (Math.abs(parts.household) > 0.005) {
    evidence.push({
      comparison: "household",
      level: parts.household > 0 ? "other members match" : "other members do not match",
      weight: parts.household,
    });
  }
  if (parts.fingerprints !== 0) {
    evidence.push({
      comparison: "fingerprints",
      level: parts.fingerprints > 0 ? "alike" : "unlike",
      weight: parts.fingerprints,
    });
  }
  if (Math.abs(parts.relativesFingerprints) > 0.005) {
    evidence.push({
      comparison: "relativesFingerprints",
      level: "fingerprints of other members",
      weight: parts.relativesFingerprints,
    });
  }
  return evidence;
}
