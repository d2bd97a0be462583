import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  equalityRules,
  type LinkageModel,
  PERSONS_MODEL,
  sourceOfFile,
  writeStandardRecords,
} from "@accord/linkage";
import { count, type Row, seconds } from "../table.ts";
import { runEngine } from "./engine-run.ts";
import { type Figures, ofLinks, recallAtPrecision, scoredPairs, shown } from "./pair-accuracy.ts";
import { type Peer, runSplink, type SplinkJob } from "./splink-peer.ts";

/** Two tables that both engines are given standardised and with the same blocking rules. */
export interface SharedTask {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  readonly model: LinkageModel;
  readonly comparisons: readonly object[];
  readonly deterministic: readonly string[];
  readonly sessions: readonly (readonly string[])[];
  readonly recall: number;
  readonly entityOf: (id: string, side: "l" | "r") => string | undefined;
  readonly truePairs: number;
  readonly oneToOne?: boolean;
  readonly chunks?: number;
  readonly keepFrom?: number;
  readonly memoryBytes?: number;
}

/** Rules on equal keys alone, which both engines run as they stand. */
const PERSON_RULES: LinkageModel["blocking"] = [
  {
    name: "own name and birth year",
    on: ["name__skeleton0", "birth__year"],
    presupposes: ["ownName", "birth"],
  },
  {
    name: "own and father's name",
    on: ["name__coarse0", "name__coarse1"],
    presupposes: ["ownName", "lineage"],
  },
  {
    name: "father's and grandfather's name and sex",
    on: ["name__coarse1", "name__coarse2", "sex"],
    presupposes: ["lineage", "sex"],
  },
  { name: "full birth date", on: ["birth__year", "birth__month_day"], presupposes: ["birth"] },
  {
    name: "site, sex, birth year and initial",
    on: ["place", "sex", "birth__year", { column: "name__coarse0", prefix: 1 }],
    presupposes: ["place", "sex", "birth"],
  },
  { name: "phone", on: ["phone"], presupposes: ["phone"] },
  { name: "card", on: ["card"], presupposes: ["identifier"] },
];

export const years = (apart: number) => `abs(birth__year_l - birth__year_r) <= ${apart}`;

/** Places by the P-code's hierarchy, as Splink is told. */
export const PLACE_COMPARISON = {
  kind: "custom",
  name: "place",
  column: "place",
  levels: [
    ["same site", "place_l = place_r"],
    ["same county", "place__county_l = place__county_r"],
    ["same state", "place__state_l = place__state_r"],
  ],
} as const;

/** What Splink compares of the same standardised persons: its own library's comparisons where it has one. */
export const PERSON_COMPARISONS: readonly object[] = [
  { kind: "jaroWinkler", column: "name__sound0", thresholds: [0.92, 0.88, 0.7], frequency: true },
  { kind: "jaroWinkler", column: "name__sound1", thresholds: [0.92, 0.88, 0.7], frequency: true },
  { kind: "jaroWinkler", column: "name__sound2", thresholds: [0.92, 0.88, 0.7], frequency: true },
  {
    kind: "custom",
    name: "birth",
    column: "birth__year",
    levels: [
      ["same date", "birth_l = birth_r"],
      ["one digit", "levenshtein(birth_l, birth_r) <= 1"],
      ["same year", "birth__year_l = birth__year_r"],
      ["one year apart", years(1)],
      ["two years apart", years(2)],
      ["five years apart", years(5)],
      ["ten years apart", years(10)],
    ],
  },
  { kind: "exact", column: "sex" },
  PLACE_COMPARISON,
  { kind: "exact", column: "origin", frequency: true },
  { kind: "exact", column: "phone" },
  { kind: "levenshtein", column: "card", thresholds: [1, 2] },
  { kind: "exact", column: "role", frequency: true },
  {
    kind: "custom",
    name: "household_size",
    column: "household_size",
    levels: [
      ["same", "household_size_l = household_size_r"],
      ["one apart", "abs(household_size_l - household_size_r) <= 1"],
    ],
  },
];

export const PERSON_MODEL: LinkageModel = { ...PERSONS_MODEL, blocking: PERSON_RULES };

/** Both engines on one task: accuracy at the precision of our links, time, memory. */
export async function sharedRows(
  task: SharedTask,
  folder: string,
  peer: Peer,
  threads: number,
): Promise<Row[]> {
  const slug = task.name.replace(/\W+/g, "-");
  const modelFile = join(folder, `${slug}.model.json`);
  writeFileSync(modelFile, JSON.stringify(task.model));
  const out = join(folder, `${slug}.engine.parquet`);
  const keepFrom = task.keepFrom ?? 0.01;
  const ours = await runEngine(folder, slug, {
    tables: [task.left, task.right],
    model: modelFile,
    train: true,
    keepFrom,
    threads,
    maxPairsPerKey: 50_000_000,
    ...(task.oneToOne === undefined ? {} : { oneToOne: task.oneToOne }),
    ...(task.memoryBytes === undefined ? {} : { memoryBytes: task.memoryBytes }),
    out,
  });
  const ourPairs = await scoredPairs(out, task.entityOf);
  const links = ofLinks(ourPairs, task.truePairs);
  const work = `${seconds(ours.seconds * 1000)}, cpu ${ours.cpuSeconds.toFixed(0)} s, ${(ours.peakBytes / 1e9).toFixed(2)} GB, ${count(ours.candidatePairs)} pairs`;
  const what = (of: string) => `${task.name}: ${of}`;
  const steps = Object.entries(ours.timesMilliseconds)
    .map(([step, time]) => `${step} ${seconds(time)}`)
    .join(", ");
  if ("missing" in peer)
    return [
      { what: what("links"), measured: shown(links), against: peer.missing },
      { what: what("work"), measured: work, against: peer.missing },
      { what: what("steps"), measured: steps, against: "none set" },
    ];
  const answer = await splinkOn(task, folder, slug, peer.python, threads, keepFrom);
  const theirs = await scoredPairs(join(folder, `${slug}.splink.parquet`), task.entityOf);
  const recall = recallAtPrecision(theirs, links.precision, task.truePairs);
  const ourRecall = recallAtPrecision(ourPairs, links.precision, task.truePairs);
  return [
    {
      what: what("links against Splink at equal precision"),
      measured: shown(links),
      against: recallShown(recall, links),
    },
    {
      what: what("pair by pair at equal precision"),
      measured: recallShown(ourRecall, links),
      against: recallShown(recall, links),
    },
    {
      what: what("work"),
      measured: work,
      against: `${seconds((answer.trainSeconds + answer.scoreSeconds) * 1000)} (train ${seconds(answer.trainSeconds * 1000)}), cpu ${answer.cpuSeconds.toFixed(0)} s, ${(answer.peakBytes / 1e9).toFixed(2)} GB`,
    },
    { what: what("steps"), measured: steps, against: "none set" },
  ];
}

const recallShown = (recall: number, { precision }: Figures): string =>
  `R ${recall.toFixed(4)} where P is at least ${precision.toFixed(4)}`;

async function splinkOn(
  task: SharedTask,
  folder: string,
  slug: string,
  python: string,
  threads: number,
  keepFrom: number,
) {
  const tables = { left: join(folder, `${slug}.left.parquet`), right: join(folder, `${slug}.right.parquet`) };
  await writeStandardRecords(
    { left: sourceOfFile(task.left), right: sourceOfFile(task.right) },
    task.model,
    tables,
  );
  const blocking = equalityRules(task.model);
  if (blocking === undefined) throw new Error("a shared rule asks for more than equality");
  const job: SplinkJob = {
    threads,
    tables: [tables.left, tables.right],
    comparisons: task.comparisons,
    blocking,
    deterministic: task.deterministic,
    recall: task.recall,
    uPairs: 5e6,
    sessions: task.sessions,
    keepFrom,
    ...(task.chunks === undefined ? {} : { chunks: task.chunks }),
    out: join(folder, `${slug}.splink.parquet`),
  };
  return runSplink(python, job);
}
