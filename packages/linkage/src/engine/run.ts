import { findCandidates } from "../block/candidates.ts";
import { COMPARISONS } from "../comparisons.ts";
import { decide } from "../decide/decide.ts";
import { LinkageModel } from "../model/model.ts";
import { indexBiometrics } from "./biometrics.ts";
import { compareSql } from "./compare-sql.ts";
import { openDatabase } from "./database.ts";
import { learn, MATE_PAIRS } from "./learn.ts";
import { loadingContext, loadRecords } from "./load.ts";
import type { LinkageOptions, LinkageResult, LinkageStep } from "./options.ts";
import { columnsOf, type RegistrySide, restrict, sharedIdentifierKinds } from "./registry-side.ts";
import { scorePairs } from "./score.ts";

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
