import { unusableComparisons } from "../candidates/usable-rules.ts";
import { clusterPairs } from "../cluster/cluster-pairs.ts";
import { decide } from "../decide/decide.ts";
import type { LinkagePolicy } from "../decide/policy.ts";
import { DUCKDB } from "../dialect/duckdb.ts";
import { LinkageModel } from "../document/linkage-model.ts";
import { fillTable, rowsOf } from "../engine/database.ts";
import { idsAt } from "../load/standard-table.ts";
import { conditionSql } from "../plan/condition-sql.ts";
import { PairColumns } from "../plan/pair-columns.ts";
import type { UndecidedPair } from "../score/undecided-pair.ts";
import type { TrainingReport } from "../train/train-model.ts";
import { areDeduplicated } from "./are-deduplicated.ts";
import { pairKey } from "./indexed-biometrics.ts";
import { learn } from "./learn.ts";
import type { DecidedPair, LinkageResult, RunOptions, RunStep } from "./options.ts";
import { scoreInPieces } from "./pieces.ts";
import { type Opened, open, type Sources } from "./prepare.ts";
import { type WeighedPair, weighPairs } from "./score.ts";
import { biometricRows, loadRarities } from "./scored-rows.ts";
import { reuse, stateOf } from "./scored-state.ts";

const PAIRS_PER_CHUNK = 10_000_000;
const KEEP_FROM = 0.01;

/** Measures the steps of a run and tells each as it begins. */
class Clock {
  readonly times: Partial<Record<RunStep, number>> = {};
  readonly #options: RunOptions;
  #current: { step: RunStep; since: number } | undefined;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  enter(step: RunStep | undefined): void {
    const now = performance.now();
    if (this.#current !== undefined) this.times[this.#current.step] = Math.round(now - this.#current.since);
    this.#current = step === undefined ? undefined : { step, since: now };
    if (step !== undefined) this.#options.onProgress?.({ step });
  }
}

/** Whether any comparison of the model was trained. */
function isTrained(model: LinkageModel): boolean {
  return model.comparisons.some(({ trainedOnPairs }) => trainedOnPairs !== undefined);
}

/** The policy of a run: what the caller asks for, then the model's thresholds. */
function policyOf(model: LinkageModel, options: RunOptions, oneToOne: boolean): LinkagePolicy {
  return {
    linkFrom: model.thresholds.link,
    adjudicateFrom: model.thresholds.review,
    ...options.policy,
    oneToOne: options.policy?.oneToOne ?? oneToOne,
  };
}

/** Gives the weighed pairs their ids, households and what a simple rule says of them. */
async function nameThem(
  { prepared, model }: Opened,
  weighed: readonly WeighedPair[],
): Promise<UndecidedPair[]> {
  const { left, right, database } = prepared;
  const { connection } = database;
  const within = left === right;
  const lefts = await idsAt(
    connection,
    left.table,
    weighed.flatMap((pair) => (within ? [pair.left, pair.right] : [pair.left])),
  );
  const rights = within
    ? lefts
    : await idsAt(
        connection,
        right.table,
        weighed.map((pair) => pair.right),
      );
  const simple = await simpleRulePairs(prepared, model, weighed);
  const household = (side: typeof left, position: number) => side.households.of[position] ?? -1;
  return weighed.map((pair): UndecidedPair => {
    const [one, other] = [household(left, pair.left), household(right, pair.right)];
    return {
      left: lefts.get(pair.left) ?? "",
      right: rights.get(pair.right) ?? "",
      ...(one < 0 ? {} : { leftHousehold: String(one) }),
      ...(other < 0 ? {} : { rightHousehold: String(other) }),
      probability: pair.probability,
      weight: pair.weight,
      parts: pair.parts,
      prior: pair.prior,
      ...(pair.fingerprintScore === undefined ? {} : { fingerprintScore: pair.fingerprintScore }),
      contradictory: pair.contradictory,
      sameNameAndBirthYear: simple.has(pairKey(pair.left, pair.right)),
      pattern: pair.pattern,
      rarityBits: pair.rarityBits,
    };
  });
}

/** Keys of the pairs that the model's simple rule would link. */
async function simpleRulePairs(
  prepared: Opened["prepared"],
  model: LinkageModel,
  pairs: readonly WeighedPair[],
): Promise<ReadonlySet<number>> {
  if (model.simpleRule === undefined || pairs.length === 0) return new Set();
  const { connection } = prepared.database;
  await fillTable(
    connection,
    "kept_pairs",
    { l: "INTEGER", r: "INTEGER" },
    pairs.map(({ left, right }) => [left, right]),
  );
  const columns = new PairColumns(DUCKDB);
  const rule = conditionSql(DUCKDB, columns, model.simpleRule);
  const rows = await rowsOf<{ l: number; r: number }>(
    connection,
    `SELECT l, r FROM (${columns.from("kept_pairs", prepared.left.table, prepared.right.table)}) WHERE coalesce(${rule}, false)`,
  );
  return new Set(rows.map(({ l, r }) => pairKey(l, r)));
}

/** Trains where asked to, scores, decides. */
export async function run(sources: Sources, options: RunOptions): Promise<LinkageResult> {
  const given =
    options.model === undefined ? options : { ...options, model: LinkageModel.parse(options.model) };
  const clock = new Clock(options);
  const opened = await open(sources, given, (step) => clock.enter(step));
  const { prepared, biometrics } = opened;
  try {
    const keepFrom = options.keepFrom ?? KEEP_FROM;
    let { model } = opened;
    let training: TrainingReport | undefined;
    if (options.train ?? !isTrained(model)) {
      clock.enter("train");
      ({ model, report: training } = await learn(prepared, model, biometrics, {
        keepFrom,
        labels: options.labels,
        oneToOne: options.policy?.oneToOne,
      }));
    }
    clock.enter("score");
    await loadRarities(prepared, model);
    const before =
      options.previous === undefined ? undefined : await reuse(prepared, model, keepFrom, options.previous);
    const scored = await scoreInPieces(prepared, model, {
      wanted: before === undefined ? "all" : "changed",
      keepFrom,
      pairsPerChunk: options.pairsPerChunk ?? PAIRS_PER_CHUNK,
      checkpoints: options.checkpoints,
      tell: (progress) => options.onProgress?.(progress),
    });
    const all = [...(before ?? []), ...scored.rows];
    const state = options.keepState === true ? await stateOf(prepared, model, keepFrom, all) : undefined;
    const rows = new Map(all.map((row) => [pairKey(row[0], row[1]), row]));
    for (const row of await biometricRows(prepared, model)) rows.set(pairKey(row[0], row[1]), row);
    clock.enter("households");
    const within = prepared.left === prepared.right;
    const candidates = [...rows.values()];
    const oneToOne = !within && (options.policy?.oneToOne ?? areDeduplicated(prepared, model, candidates));
    const policy = policyOf(model, options, oneToOne);
    let weighed = await weighPairs({ prepared, model, biometrics, keepFrom, policy }, candidates);
    clock.enter("decide");
    let clusters: number[][] = [];
    if (within) {
      const clustered = await clusterPairs(prepared, model, weighed, policy);
      clusters = clustered.clusters;
      weighed = clustered.pairs;
    }
    const named = await nameThem({ prepared, model, biometrics }, weighed);
    const byPosition = new Map<number, string>();
    for (const [at, pair] of weighed.entries()) {
      byPosition.set(pair.left, named[at]?.left ?? "");
      if (within) byPosition.set(pair.right, named[at]?.right ?? "");
    }
    const pairs = decidedPairs(named, weighed, clusters, policy, within);
    clock.enter(undefined);
    return {
      model,
      training,
      pairs,
      clusters: clusters.map((cluster) => cluster.map((at) => byPosition.get(at) ?? "").sort()),
      blocking: {
        rules: prepared.counts,
        unusable: prepared.unusable,
        candidatePairs: scored.compared,
      },
      unusableComparisons: unusableComparisons(model, [prepared.left, prepared.right]),
      recordsLeft: prepared.left.count,
      recordsRight: prepared.right.count,
      oneToOne: policy.oneToOne,
      ...(state === undefined ? {} : { state }),
      timesMilliseconds: clock.times,
    };
  } finally {
    await prepared.database.close();
  }
}

/** Decides pair by pair, or by clusters within one registry, and puts the most probable first. */
function decidedPairs(
  named: readonly UndecidedPair[],
  weighed: readonly WeighedPair[],
  clusters: readonly (readonly number[])[],
  policy: LinkagePolicy,
  within: boolean,
): DecidedPair[] {
  const decided = decide(named, policy);
  const clusterOf = new Map<number, number>();
  for (const [index, cluster] of clusters.entries()) for (const at of cluster) clusterOf.set(at, index);
  const result = decided.map((pair, at): DecidedPair => {
    if (!within) return pair;
    const own = weighed[at];
    const together =
      own !== undefined && clusterOf.has(own.left) && clusterOf.get(own.left) === clusterOf.get(own.right);
    if (together && pair.decision !== "link" && pair.labels.length === 0) {
      // The other members of the cluster hold this pair together.
      return { ...pair, decision: "link", decidedBy: "cluster" };
    }
    if (!together && pair.decision === "link") {
      return { ...pair, decision: "adjudicate", labels: [...pair.labels, "outsideCluster"] };
    }
    return pair;
  });
  return result.sort(
    (a, b) =>
      b.weight - a.weight || (a.left < b.left ? -1 : a.left > b.left ? 1 : a.right < b.right ? -1 : 1),
  );
}
