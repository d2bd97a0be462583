import type { DuckDBConnection } from "@duckdb/node-api";
import { BIOMETRIC_MASK, type BlockingReport, findCandidates } from "../block/candidates.ts";
import { BLOCKING_RULES } from "../block/rules.ts";
import { COMPARISONS } from "../comparisons.ts";
import { decide } from "../decide/decide.ts";
import type { LinkagePolicy } from "../decide/policy.ts";
import type { ScoredPair } from "../decide/scored-pair.ts";
import { LinkageError } from "../errors.ts";
import { patternCounts } from "../model/expectation-maximisation.ts";
import { LinkageModel } from "../model/model.ts";
import { countNames } from "../model/name-frequencies.ts";
import { refineOnHouseholds, type TrainingSource, trainModel } from "../model/train.ts";
import type { BiometricEvidence } from "../record.ts";
import type { Column } from "../standardise.ts";
import { compareSql } from "./compare-sql.ts";
import { fillTable, openDatabase, rowsOf } from "./database.ts";
import { loadingContext, loadRecords } from "./load.ts";
import {
  columnsOf,
  matePairs,
  meanMates,
  type RegistrySide,
  restrict,
  sharedIdentifierKinds,
} from "./registry-side.ts";
import { sampleByHash } from "./sample.ts";
import { connectedPatterns, type IndexedBiometrics, scorePairs } from "./score.ts";

export type LinkageStep = "block" | "compare" | "train" | "score" | "households" | "decide";

export interface LinkageOptions {
  readonly policy: LinkagePolicy;
  /** Fingerprint comparisons already made; their pairs are candidates whatever the rules say. */
  readonly biometrics?: Iterable<BiometricEvidence> | undefined;
  /** A model trained before; without it, one is trained on these records. */
  readonly model?: LinkageModel | undefined;
  /** Attributes that may be used, where an agreement grants only some; all where not given. */
  readonly available?: readonly Column[] | undefined;
  /** Called as each step begins. */
  readonly onProgress?: ((progress: { step: LinkageStep; pairs?: number }) => void) | undefined;
  /** Blocks of more pairs are dropped and reported; 50,000 where not given. */
  readonly maxPairsPerKey?: number | undefined;
  /** Pairs less probable than this by every kind of evidence are not returned; 0.01 where not given. */
  readonly keepFrom?: number | undefined;
  /** Ceiling of the database's memory; beyond it, it works on disk. Half of the machine's where not given. */
  readonly memoryLimitBytes?: number | undefined;
}

export interface LinkageResult {
  readonly model: LinkageModel;
  /** Most probable first, then by id. */
  readonly pairs: readonly ScoredPair[];
  readonly blocking: BlockingReport;
  /** Comparisons that could not be made, because a side lacks the attribute or it may not be used. */
  readonly unusableComparisons: readonly string[];
  readonly timesMilliseconds: Readonly<Partial<Record<LinkageStep, number>>>;
}

const SAMPLE_SIDE = 800;
/** Records of each side from which neighbours are drawn, and how many pairs of them. */
const NEIGHBOUR_SIDE = 4000;
const NEIGHBOUR_PAIRS = 400_000;
const MATE_PAIRS = 20_000;

/** Within one registry, members of one household are known not to be strangers. */
const STRANGERS = "WHERE a.idx < b.idx AND (a.household < 0 OR a.household <> b.household)";

async function countPatterns(connection: DuckDBConnection, sql: string) {
  const rows = await rowsOf<{ pattern: number; pairs: number }>(
    connection,
    `SELECT pattern, count(*)::DOUBLE AS pairs FROM (${sql}) GROUP BY pattern`,
  );
  return patternCounts(rows.map(({ pattern, pairs }) => [pattern, pairs] as const));
}

async function train(
  connection: DuckDBConnection,
  left: RegistrySide,
  right: RegistrySide,
  sharedKinds: readonly string[],
  blocking: BlockingReport,
): Promise<{ readonly model: LinkageModel; readonly source: TrainingSource }> {
  const within = left === right;
  const numbers = (indices: readonly number[]) => indices.map((index) => [index] as const);
  const sampleSize = within ? Math.round(SAMPLE_SIDE * Math.SQRT2) : SAMPLE_SIDE;
  await fillTable(
    connection,
    "sample_left",
    { idx: "INTEGER" },
    numbers(sampleByHash(left.records, sampleSize)),
  );
  await fillTable(
    connection,
    "sample_right",
    { idx: "INTEGER" },
    numbers(sampleByHash(right.records, sampleSize)),
  );
  await connection.run(`CREATE OR REPLACE TABLE random_pairs AS
    SELECT a.idx AS l, b.idx AS r, 0 AS mask FROM (FROM records_left SEMI JOIN sample_left USING (idx)) a,
      (FROM records_right SEMI JOIN sample_right USING (idx)) b ${within ? STRANGERS : ""}`);
  const random = await countPatterns(connection, compareSql("random_pairs", "records_left", "records_right"));
  // Pairs of one county, by a hash of both positions, so that large counties do not crowd out the others' pairs.
  await connection.run(`CREATE OR REPLACE TABLE neighbour_pairs AS
    SELECT a.idx AS l, b.idx AS r, 0 AS mask FROM
      (SELECT idx, county, household FROM records_left WHERE county IS NOT NULL ORDER BY hash(idx) LIMIT ${NEIGHBOUR_SIDE}) a
      JOIN (SELECT idx, county, household FROM records_right WHERE county IS NOT NULL ORDER BY hash(idx + 1) LIMIT ${NEIGHBOUR_SIDE}) b
      USING (county) ${within ? STRANGERS : ""}
    ORDER BY hash(a.idx, b.idx) LIMIT ${NEIGHBOUR_PAIRS}`);
  const neighbours = await countPatterns(
    connection,
    compareSql("neighbour_pairs", "records_left", "records_right"),
  );
  const shape = { l: "INTEGER", r: "INTEGER", mask: "INTEGER" } as const;
  const mates: (readonly [number, number])[] = [];
  for (const [table, side] of [["records_left", left] as const, ["records_right", right] as const]) {
    const pairs = matePairs(side, MATE_PAIRS).map(([one, other]) => [one, other, 0] as const);
    await fillTable(connection, "mate_pairs", shape, pairs);
    const rows = await rowsOf<{ pattern: number; pairs: number }>(
      connection,
      `SELECT pattern, count(*)::DOUBLE AS pairs FROM (${compareSql("mate_pairs", table, table)}) GROUP BY pattern`,
    );
    mates.push(...rows.map(({ pattern, pairs: count }) => [pattern, count] as const));
    if (within) break;
  }
  const counted = await rowsOf<{ mask: number; pattern: number; pairs: number }>(
    connection,
    // Within one registry, members of one household are known to be different, but for rare slips.
    within
      ? `SELECT mask, pattern, count(*)::DOUBLE AS pairs FROM compared c
          JOIN records_left a ON a.idx = c.l JOIN records_left b ON b.idx = c.r
          WHERE a.household < 0 OR a.household <> b.household GROUP BY ALL`
      : "SELECT mask, pattern, count(*)::DOUBLE AS pairs FROM compared GROUP BY ALL",
  );
  const sumBy = (rows: typeof counted) => {
    const sums = new Map<number, number>();
    for (const { pattern, pairs } of rows) sums.set(pattern, (sums.get(pattern) ?? 0) + pairs);
    return patternCounts([...sums]);
  };
  const both = [...left.records, ...(within ? [] : right.records)];
  const source: TrainingSource = {
    random,
    neighbours,
    mates: patternCounts(mates),
    // Duplicates are too rare within one registry for EM to find them among namesakes: there, m is learnt from the
    // pairs that are certain by what is usual.
    sessions: within
      ? []
      : BLOCKING_RULES.map((rule, bit) => ({
          patterns: sumBy(counted.filter(({ mask }) => (mask & (1 << bit)) !== 0)),
          presupposed: COMPARISONS.map(({ name }) => rule.presupposes.includes(name)),
        })),
    candidates: sumBy(counted.filter(({ mask }) => mask !== BIOMETRIC_MASK)),
    exhausted: COMPARISONS.map(({ name }) =>
      blocking.rules.some(
        (done) =>
          done.oversizeKeys === 0 &&
          BLOCKING_RULES.find((rule) => rule.name === done.name)?.exhausts?.includes(name) === true,
      ),
    ),
    leftCount: left.records.length,
    rightCount: right.records.length,
    expectedShare: within ? 0.02 : 0.3,
    possiblePairs: within
      ? (left.records.length * (left.records.length - 1)) / 2
      : left.records.length * right.records.length,
    matesPerMatch: (meanMates(left) + meanMates(right)) / 2,
    nameFrequencies: {
      own: countNames(both, 0),
      father: countNames(both, 1),
      grandfather: countNames(both, 2),
    },
    sharedIdentifierKinds: sharedKinds,
  };
  return { model: trainModel(source), source };
}

/** Trains, then once more on the households that certain pairs connect. */
async function learn(source: {
  readonly connection: DuckDBConnection;
  readonly one: RegistrySide;
  readonly other: RegistrySide;
  readonly sharedKinds: readonly string[];
  readonly blocking: BlockingReport;
  readonly biometrics: IndexedBiometrics;
  readonly keepFrom: number;
}): Promise<LinkageModel> {
  const { connection, one: left, other: right, biometrics, keepFrom } = source;
  const { model, source: seen } = await train(connection, left, right, source.sharedKinds, source.blocking);
  if (left === right || model.matesPerMatch === 0) return model;
  const connected = await connectedPatterns({ connection, left, right, model, biometrics, keepFrom });
  return refineOnHouseholds(model, patternCounts(connected), seen);
}

function indexBiometrics(
  evidence: Iterable<BiometricEvidence> | undefined,
  left: RegistrySide,
  right: RegistrySide,
): IndexedBiometrics {
  const within = left === right;
  const indexed = new Map<number, { left: number; right: number; weight: number; score: number }>();
  let unknown = 0;
  for (const { left: leftId, right: rightId, weight, score } of evidence ?? []) {
    let one = left.positions.get(leftId);
    let other = right.positions.get(rightId);
    if (one === undefined || other === undefined || !Number.isFinite(weight)) {
      unknown++;
      continue;
    }
    if (within && one > other) [one, other] = [other, one];
    const key = one * 2 ** 26 + other;
    const known = indexed.get(key);
    if (known === undefined || known.weight < weight)
      indexed.set(key, { left: one, right: other, weight, score });
  }
  if (unknown > 0) {
    throw new LinkageError("linkage.unknown-record", {
      message: `${unknown} biometric comparisons name a record that is not given, or have no finite weight`,
      where: "biometrics",
      remedy: "give only comparisons of records that are linked here",
    });
  }
  return indexed;
}

/** Compares, scores and decides two sides, or one with itself where both are the same object. */
export async function run(
  left: RegistrySide,
  right: RegistrySide,
  options: LinkageOptions,
): Promise<LinkageResult> {
  const times: Partial<Record<LinkageStep, number>> = {};
  let current: { step: LinkageStep; since: number } | undefined;
  const enter = (step: LinkageStep | undefined, pairs?: number) => {
    const now = performance.now();
    if (current !== undefined) times[current.step] = Math.round(now - current.since);
    current = step === undefined ? undefined : { step, since: now };
    if (step !== undefined) options.onProgress?.(pairs === undefined ? { step } : { step, pairs });
  };
  const given = options.model === undefined ? undefined : LinkageModel.parse(options.model);
  const columns = columnsOf(left, right, options.available);
  const only = (side: RegistrySide): RegistrySide => ({
    ...side,
    records: side.records.map((record) => restrict(record, columns)),
    households: columns.has("household")
      ? side.households
      : { of: new Int32Array(side.records.length).fill(-1), sizes: new Int32Array(0) },
  });
  const one = only(left);
  const other = left === right ? one : only(right);
  const biometrics = indexBiometrics(options.biometrics, one, other);
  const database = await openDatabase(options.memoryLimitBytes);
  const { connection } = database;
  try {
    enter("block");
    const sharedKinds =
      given?.sharedIdentifierKinds ?? sharedIdentifierKinds(one === other ? [one] : [one, other], MATE_PAIRS);
    const context = loadingContext([...one.records, ...(one === other ? [] : other.records)], sharedKinds);
    await loadRecords(connection, "records_left", one.records, one.households.of, context);
    await loadRecords(connection, "records_right", other.records, other.households.of, context);
    const blocking = await findCandidates({
      connection,
      left: one.records,
      right: other.records,
      columns,
      maxPairsPerKey: options.maxPairsPerKey ?? 50_000,
      biometricPairs: (function* () {
        for (const pair of biometrics.values()) yield [pair.left, pair.right] as const;
      })(),
    });
    enter("compare", blocking.candidatePairs);
    await connection.run(
      `CREATE OR REPLACE TABLE compared AS ${compareSql("candidates", "records_left", "records_right")}`,
    );
    await connection.run("DROP TABLE candidates");
    enter("train");
    const keepFrom = options.keepFrom ?? 0.01;
    const model =
      given ?? (await learn({ connection, one, other, sharedKinds, blocking, biometrics, keepFrom }));
    const undecided = await scorePairs({
      connection,
      left: one,
      right: other,
      model,
      biometrics,
      keepFrom,
      policy: options.policy,
      enter,
    });
    enter("decide", undecided.length);
    const pairs = decide(undecided, options.policy).sort(
      (a, b) =>
        b.weight - a.weight || (a.left < b.left ? -1 : a.left > b.left ? 1 : a.right < b.right ? -1 : 1),
    );
    enter(undefined);
    return {
      model,
      pairs,
      blocking,
      unusableComparisons: COMPARISONS.filter(({ needs }) => !columns.has(needs)).map(({ name }) => name),
      timesMilliseconds: times,
    };
  } finally {
    await database.close();
  }
}
