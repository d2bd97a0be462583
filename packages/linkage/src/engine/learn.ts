import type { DuckDBConnection } from "@duckdb/node-api";
import { BIOMETRIC_MASK, type BlockingReport } from "../block/candidates.ts";
import { BLOCKING_RULES } from "../block/rules.ts";
import { COMPARISONS } from "../comparisons.ts";
import { patternCounts } from "../model/expectation-maximisation.ts";
import type { LinkageModel } from "../model/model.ts";
import { countNames } from "../model/name-frequencies.ts";
import { refineOnHouseholds } from "../model/refine-on-households.ts";
import { trainModel } from "../model/train.ts";
import type { TrainingSource } from "../model/training-source.ts";
import type { IndexedBiometrics } from "./biometrics.ts";
import { compareSql } from "./compare-sql.ts";
import { connectedPatterns } from "./connected-households.ts";
import { countSlips } from "./count-slips.ts";
import { fillTable, rowsOf } from "./database.ts";
import { matePairs, meanMates, type RegistrySide } from "./registry-side.ts";
import { sampleByHash } from "./sample.ts";

const SAMPLE_SIDE = 800;
/** Records of each side from which neighbours are drawn, and how many pairs of them. */
const NEIGHBOUR_SIDE = 4000;
const NEIGHBOUR_PAIRS = 400_000;

export const MATE_PAIRS = 20_000;

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
  const slips = await countSlips(connection, left.records, right.records, sharedKinds);
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
    slips: COMPARISONS.map(({ name }) =>
      name === "identifier" ? slips.own : name === "householdIdentifier" ? slips.household : undefined,
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
export async function learn(source: {
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
