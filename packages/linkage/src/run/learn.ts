import type { DuckDBConnection } from "@duckdb/node-api";
import { candidatesSql, rulePairsSql } from "../candidates/pair-sql.ts";
import { exhausts, presupposes } from "../candidates/usable-rules.ts";
import { DUCKDB } from "../dialect/duckdb.ts";
import type { Condition } from "../document/condition.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { schemeOf } from "../document/scheme.ts";
import { rowsOf } from "../engine/database.ts";
import { quoted } from "../load/source.ts";
import { compareSql } from "../plan/compare-sql.ts";
import { patternCounts } from "../train/expectation-maximisation.ts";
import { fillRarities } from "../train/rarities.ts";
import { refineOnHouseholds } from "../train/refine-on-households.ts";
import { type TrainingReport, trainModel } from "../train/train-model.ts";
import type { TrainingSession, TrainingSource } from "../train/training-source.ts";
import { connectedPatterns } from "./connected-households.ts";
import type { IndexedBiometrics } from "./indexed-biometrics.ts";
import { labelledPatterns } from "./labelled-patterns.ts";
import type { Label } from "./options.ts";
import { countPatterns, meanMates, type Prepared, type Side } from "./prepared.ts";
import { loadRarities } from "./scored-rows.ts";

/** Random pairs that u is counted on. */
const RANDOM_PAIRS = 300_000;
/** Records of each side from which neighbours are drawn, and how many pairs of them. */
const NEIGHBOUR_SIDE = 4000;
const NEIGHBOUR_PAIRS = 200_000;
const MATE_PAIRS = 20_000;
/** Pairs of one session, and of the sample of all candidates, at most; more are thinned by hash. */
const SESSION_PAIRS = 400_000;
const CANDIDATE_PAIRS = 2_000_000;

const compared = (model: LinkageModel, pairs: string, left: string, right: string) =>
  compareSql(DUCKDB, model, { pairs, left, right });

/** Whether `a` and `b` are strangers as far as households within one registry tell. */
function strangers(prepared: Prepared, model: LinkageModel): string {
  if (prepared.left !== prepared.right) return "true";
  const household = model.household;
  return household === undefined || !prepared.left.present.has(household)
    ? "a.idx < b.idx"
    : `a.idx < b.idx AND coalesce(a.${quoted(household)} <> b.${quoted(household)}, true)`;
}

async function randomPatterns(prepared: Prepared, model: LinkageModel) {
  const { left, right, database, scheme } = prepared;
  const within = left === right;
  const size = Math.ceil(Math.sqrt(RANDOM_PAIRS * (within ? 2 : 1)));
  const drawn = (side: Side, salt: number) => `(FROM ${side.table} ORDER BY hash(id, ${salt}) LIMIT ${size})`;
  await database.connection.run(`CREATE OR REPLACE TABLE random_pairs AS
    SELECT a.idx AS l, b.idx AS r FROM ${drawn(left, 1)} a, ${drawn(right, within ? 1 : 2)} b
    WHERE ${strangers(prepared, model)}`);
  const rows = await countPatterns(
    database.connection,
    compared(model, "random_pairs", left.table, right.table),
  );
  await database.connection.run("DROP TABLE random_pairs");
  return patternCounts(scheme, rows);
}

/** The column whose agreement makes two persons neighbours, from the comparison with a level marked near. */
function areaColumn(model: LinkageModel): string | undefined {
  const near = model.comparisons
    .flatMap(({ levels }) => levels)
    .filter((level) => level.near === true)
    .at(-1)?.when;
  return near?.kind === "same" ? near.column : undefined;
}

/** Pairs of one area, by a hash of both positions, so that large areas do not crowd out the others' pairs. */
async function neighbourPatterns(prepared: Prepared, model: LinkageModel) {
  const { left, right, database, scheme } = prepared;
  const area = areaColumn(model);
  if (area === undefined) return patternCounts(scheme, []);
  const drawn = (side: Side, salt: number) =>
    `(FROM ${side.table} WHERE ${quoted(area)} IS NOT NULL ORDER BY hash(idx + ${salt}) LIMIT ${NEIGHBOUR_SIDE})`;
  await database.connection.run(`CREATE OR REPLACE TABLE neighbour_pairs AS
    SELECT a.idx AS l, b.idx AS r FROM ${drawn(left, 0)} a JOIN ${drawn(right, 1)} b
      ON a.${quoted(area)} = b.${quoted(area)} WHERE ${strangers(prepared, model)}
    ORDER BY hash(a.idx, b.idx) LIMIT ${NEIGHBOUR_PAIRS}`);
  return patternCounts(
    scheme,
    await countPatterns(database.connection, compared(model, "neighbour_pairs", left.table, right.table)),
  );
}

async function matePatterns(prepared: Prepared, model: LinkageModel) {
  const { left, right, database, scheme } = prepared;
  const household = model.household;
  const rows: [number, number][] = [];
  for (const side of left === right ? [left] : [left, right]) {
    if (household === undefined || side.households.sizes.length === 0) continue;
    await database.connection.run(`CREATE OR REPLACE TABLE mate_pairs AS
      SELECT a.idx AS l, b.idx AS r FROM ${side.table} a JOIN ${side.table} b
        ON a.${quoted(household)} = b.${quoted(household)} AND a.idx < b.idx
      ORDER BY hash(a.${quoted(household)}), a.idx, b.idx LIMIT ${MATE_PAIRS}`);
    rows.push(
      ...(await countPatterns(database.connection, compared(model, "mate_pairs", side.table, side.table))),
    );
  }
  return patternCounts(scheme, rows);
}

async function sessionOf(prepared: Prepared, model: LinkageModel, number: number): Promise<TrainingSession> {
  const { left, right, rules, counts, database, scheme } = prepared;
  const one = rules[number];
  if (one === undefined) throw new RangeError("no such rule");
  const of = Math.max(1, Math.ceil((counts[number]?.pairs ?? 0) / SESSION_PAIRS));
  const pairs = rulePairsSql(one, left === right, { slice: 0, of });
  const household = model.household;
  const known =
    left === right && household !== undefined && left.present.has(household)
      ? `(SELECT q.l, q.r FROM (${pairs}) q JOIN ${left.table} a ON a.idx = q.l JOIN ${left.table} b ON b.idx = q.r
          WHERE ${strangers(prepared, model)})`
      : `(${pairs})`;
  const rows = await countPatterns(database.connection, compared(model, known, left.table, right.table));
  return {
    rule: one.rule.name,
    patterns: patternCounts(scheme, rows),
    presupposed: model.comparisons.map(({ name }) => presupposes(model, one.rule, name)),
  };
}

/** Pairs that agree at the comparison's first level and pairs that have both values, over all possible ones. */
async function agreementsOf(
  connection: DuckDBConnection,
  prepared: Prepared,
  first: Condition | undefined,
): Promise<{ readonly agreeing: number; readonly comparable: number } | undefined> {
  if (first?.kind !== "same" || first.with !== undefined || first.prefix !== undefined) return undefined;
  const column = quoted(first.column);
  const counted = (side: Side) =>
    `(SELECT ${column} AS value, count(*)::DOUBLE AS bearers FROM ${side.table} WHERE ${column} IS NOT NULL GROUP BY 1)`;
  const within = prepared.left === prepared.right;
  const [row] = await rowsOf<{ agreeing: number | null; l: number | null; r: number | null }>(
    connection,
    `SELECT (SELECT sum(${within ? "a.bearers * (a.bearers - 1)" : "a.bearers * b.bearers"})
        FROM ${counted(prepared.left)} a JOIN ${counted(prepared.right)} b USING (value)) AS agreeing,
      (SELECT sum(bearers) FROM ${counted(prepared.left)}) AS l,
      (SELECT sum(bearers) FROM ${counted(prepared.right)}) AS r`,
  );
  const comparable = (row?.l ?? 0) * ((row?.r ?? 0) - (within ? 1 : 0));
  const ordered = within ? 2 : 1;
  return comparable <= 0
    ? undefined
    : { agreeing: (row?.agreeing ?? 0) / ordered, comparable: comparable / ordered };
}

/** Column that a condition asks to be one slip apart, at its simplest. */
function slipColumn(condition: Condition | undefined): string | undefined {
  if (condition?.kind === "measure") {
    return condition.measure.kind === "slips" && condition.atMost === 1
      ? condition.measure.column
      : undefined;
  }
  if (condition?.kind === "all") return condition.of.map(slipColumn).find((column) => column !== undefined);
  return undefined;
}

/** More distinct identifiers than this at the left are sampled by hash. */
const MOST_IDENTIFIERS = 20_000;

/**
 * Counts, over all possible pairs, those whose identifiers are one slip apart: how common that is among strangers
 * depends on how the numbers were issued, drawn at random or in a row.
 */
async function slipsOf(
  connection: DuckDBConnection,
  prepared: Prepared,
  column: string | undefined,
): Promise<number | undefined> {
  const base = column?.split("__")[0];
  const near = `${base}__near`;
  const referred = await rowsOf<{ column_name: string }>(
    connection,
    `SELECT column_name FROM (DESCRIBE ${prepared.left.table})`,
  );
  const known = referred.some(({ column_name: name }) => name === near);
  if (column === undefined || base === undefined || !known) return undefined;
  const values = (side: Side) =>
    `SELECT ${quoted(column)} AS value, any_value(${quoted(near)}) AS near, count(*)::DOUBLE AS bearers
      FROM ${side.table} WHERE ${quoted(column)} IS NOT NULL AND ${quoted(near)} IS NOT NULL GROUP BY 1`;
  const [row] = await rowsOf<{ pairs: number | null; all_values: number; sampled: number }>(
    connection,
    `WITH lefts AS (${values(prepared.left)}), drawn AS (FROM lefts ORDER BY hash(value) LIMIT ${MOST_IDENTIFIERS}),
      rights AS (${values(prepared.right)})
    SELECT (SELECT count(*) FROM lefts)::DOUBLE AS all_values, (SELECT count(*) FROM drawn)::DOUBLE AS sampled,
      (SELECT sum(pairs) FROM (SELECT DISTINCT l.value AS one, r.value AS other, l.bearers * r.bearers AS pairs
        FROM (SELECT value, bearers, unnest(near) AS near FROM drawn) l
        JOIN (SELECT value, bearers, unnest(near) AS near FROM rights) r USING (near)
        WHERE ${DUCKDB.slips("l.value", "r.value")} = 1)) AS pairs`,
  );
  if (row === undefined) return undefined;
  const scale = row.all_values / Math.max(1, row.sampled);
  return (row.pairs ?? 0) * scale * (prepared.left === prepared.right ? 0.5 : 1);
}

async function trainingSource(
  prepared: Prepared,
  model: LinkageModel,
  oneToOne: boolean | undefined,
): Promise<TrainingSource> {
  const { left, right, rules, counts, countedPairs, database, scheme } = prepared;
  const { connection } = database;
  const within = left === right;
  const of = Math.max(1, Math.ceil(countedPairs / CANDIDATE_PAIRS));
  const sample = candidatesSql(rules, within, { slice: 0, of });
  const candidates =
    rules.length === 0
      ? []
      : await countPatterns(connection, compared(model, `(${sample})`, left.table, right.table), of);
  const sessions: TrainingSession[] = [];
  for (const { number } of rules) sessions.push(await sessionOf(prepared, model, number));
  const agreements: TrainingSource["agreements"][number][] = [];
  const slips: (number | undefined)[] = [];
  for (const { levels } of model.comparisons) {
    agreements.push(await agreementsOf(connection, prepared, levels[0]?.when));
    slips.push(await slipsOf(connection, prepared, slipColumn(levels[1]?.when)));
  }
  const possiblePairs = within ? (left.count * (left.count - 1)) / 2 : left.count * right.count;
  return {
    random: await randomPatterns(prepared, model),
    neighbours: await neighbourPatterns(prepared, model),
    mates: await matePatterns(prepared, model),
    sessions,
    candidates: patternCounts(scheme, candidates),
    exhausted: model.comparisons.map(({ name }) =>
      rules.some(({ rule, number }) => counts[number]?.oversizeKeys === 0 && exhausts(model, rule, name)),
    ),
    agreements,
    slips,
    expectedMatches: within ? 0.02 * left.count : 0.3 * Math.min(left.count, right.count),
    mostMatches: within ? possiblePairs : Math.min(left.count, right.count) * (oneToOne === true ? 1 : 2),
    possiblePairs,
    matesPerMatch: (meanMates(left) + meanMates(right)) / 2,
  };
}

/** Share of household members who agree from which a comparison is the household's rather than the person's. */
const SHARED_FROM = 0.2;

/** Settles which comparisons marked `measured` are shared by the members of a household. */
async function measureTells(prepared: Prepared, model: LinkageModel): Promise<LinkageModel> {
  if (model.comparisons.every(({ tells }) => tells !== "measured")) return model;
  const mates = await matePatterns(prepared, model);
  const comparisons = model.comparisons.map((comparison, column) => {
    if (comparison.tells !== "measured") return comparison;
    let [both, shared] = [0, 0];
    for (const [row, count] of mates.counts.entries()) {
      const level = mates.levels[row * mates.width + column] ?? 0;
      if (level > 0) both += count;
      if (level === 1) shared += count;
    }
    return {
      ...comparison,
      tells: shared > SHARED_FROM * both ? ("household" as const) : ("person" as const),
    };
  });
  return { ...model, comparisons };
}

/** Trains the model on these records, then once more on the households that certain pairs connect. */
export async function learn(
  prepared: Prepared,
  model: LinkageModel,
  biometrics: IndexedBiometrics,
  options: {
    readonly keepFrom: number;
    readonly labels: Iterable<Label> | undefined;
    /** Whether a person of one side is known to be one of the other at most. */
    readonly oneToOne: boolean | undefined;
  },
): Promise<{ readonly model: LinkageModel; readonly report: TrainingReport }> {
  const { database, left, right } = prepared;
  const withRarities = await fillRarities(
    database.connection,
    await measureTells(prepared, model),
    left,
    right,
  );
  const scheme = schemeOf(withRarities);
  const unlabelled = await trainingSource(prepared, withRarities, options.oneToOne);
  const source: TrainingSource = {
    ...unlabelled,
    labelled: await labelledPatterns(prepared, withRarities, options.labels),
  };
  const trained = trainModel(withRarities, scheme, source);
  if (left === right || trained.model.matesPerMatch === 0) return trained;
  await loadRarities(prepared, trained.model);
  const connected = await connectedPatterns({
    prepared,
    model: trained.model,
    biometrics,
    keepFrom: options.keepFrom,
  });
  return {
    report: trained.report,
    model: refineOnHouseholds(trained.model, scheme, patternCounts(scheme, connected), source),
  };
}
