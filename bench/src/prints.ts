import { existsSync, readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { extract, readImage, type Template } from "@accord/fingerprint";
import {
  compareWithTruth,
  growFinger,
  impress,
  impression,
  type MasterPrint,
  masterFinger,
  type PrintDifficultyName,
  randomOf,
  SENSORS,
  type SensorName,
  type SyntheticImpression,
  type TruthComparison,
} from "@accord/synthesis";
import { makeFingers } from "@accord/synthesis/pool";
import { COMPETITION_SETS, type SetName } from "./fingerprint/competition-set.ts";
import { type FingerTemplate, type PrintScores, quantile, scoresOf } from "./print-scores.ts";
import { scoreHistogram } from "./score-histogram.ts";
import { type Bench, type Row, seconds } from "./table.ts";

const DATA = resolve(process.env.ACCORD_DATA ?? "../shared/data");
const DIFFICULTIES = ["easy", "ordinary", "hard"] as const satisfies readonly PrintDifficultyName[];
const AREAS = [
  "optical",
  "opticalGrey",
  "capacitive",
  "thermalSweep",
] as const satisfies readonly SensorName[];
const IMPRESSIONS = 4;

/** How the synthesis of fingerprints fares: its speed, what extraction makes of known minutiae, and whether scores are like those of real prints. */
export const prints: Bench = async ({ smoke, plots }) => {
  const made = await syntheticSets(smoke ? 2 : 40);
  const direct = (["good", "dry", "partial", "worn"] as const).map((condition) =>
    scoresOf(`direct, ${condition}`, directTemplates(smoke ? 4 : 60, condition)),
  );
  const real = smoke ? [] : Object.keys(COMPETITION_SETS).map(realScores);
  const present = real.filter((set) => set !== undefined);
  const sets = [...present, ...made.map(({ scores }) => scores), ...direct];
  if (plots !== undefined) await writeFile(join(plots, "print-scores.svg"), scoreHistogram(sets));
  return {
    question:
      "Are synthetic fingerprints made fast, are their minutiae found, and do they score like real ones?",
    rows: [
      ...speed(smoke ? 1 : 5),
      ...made.map(({ difficulty, comparisons }) => truthRow(difficulty, comparisons)),
      ...sets.map(scoreRow),
    ],
  };
};

function speed(times: number): Row[] {
  const grown: number[] = [];
  let master: MasterPrint | undefined;
  for (let seed = 0; seed <= times; seed++) grown.push(processorTime(() => (master = growFinger(seed))));
  const each = (Object.keys(SENSORS) as SensorName[]).map((sensor) => {
    const taken = Array.from({ length: times + 2 }, (_, seed) =>
      processorTime(() => impress(master!, randomOf(seed), { sensor, difficulty: "ordinary" })),
    );
    return {
      what: `an impression, ${sensor} ${SENSORS[sensor].width}x${SENSORS[sensor].height}, processor time, least`,
      measured: `${Math.min(...taken).toFixed(0)} ms`,
      against: "limit: 200 ms",
    };
  });
  return [
    {
      what: "a finger grown, processor time, least",
      measured: seconds(Math.min(...grown)),
      against: "limit: 2 s",
    },
    ...each,
  ];
}

/** Milliseconds of processor that `work` takes: others on the machine do not count. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

interface SyntheticSet {
  readonly difficulty: PrintDifficultyName;
  readonly comparisons: readonly TruthComparison[];
  readonly scores: PrintScores;
}

/** Fingers of all sensors in turn, each with some impressions of each difficulty, extracted. */
async function syntheticSets(fingers: number): Promise<SyntheticSet[]> {
  const jobs = Array.from({ length: fingers }, (_, finger) => {
    const sensor = AREAS[finger % AREAS.length]!;
    return {
      seed: 9_000 + finger,
      options: { position: 1 + (finger % 10) },
      impressions: DIFFICULTIES.flatMap((difficulty) => Array(IMPRESSIONS).fill({ sensor, difficulty })),
    };
  });
  const found = DIFFICULTIES.map((difficulty) => ({
    difficulty,
    comparisons: [] as TruthComparison[],
    templates: [] as FingerTemplate[],
  }));
  for await (const { seed, impressions } of makeFingers(jobs)) {
    for (const [index, made] of impressions.entries()) {
      const set = found[Math.floor(index / IMPRESSIONS)]!;
      const { template } = extract(made.image);
      set.templates.push({ finger: String(seed), template });
      set.comparisons.push(againstTruth(template, made));
    }
  }
  return found.map(({ difficulty, comparisons, templates }) => ({
    difficulty,
    comparisons,
    scores: scoresOf(`synthetic, ${difficulty}`, templates),
  }));
}

function againstTruth(template: Template, made: SyntheticImpression): TruthComparison {
  return compareWithTruth(template, made.truth.minutiae);
}

function truthRow(difficulty: PrintDifficultyName, comparisons: readonly TruthComparison[]): Row {
  const total = (of: (comparison: TruthComparison) => number) =>
    comparisons.reduce((sum, comparison) => sum + of(comparison), 0);
  const found = total(({ found }) => found);
  const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(0)}%`;
  const sorted = (of: (comparison: TruthComparison) => Float64Array) =>
    Float64Array.from(comparisons.flatMap((comparison) => [...of(comparison)])).sort();
  const [offsets, turns] = [sorted(({ offsets }) => offsets), sorted(({ turns }) => turns)];
  const visible = total(({ visible }) => visible) / comparisons.length;
  return {
    what: `${difficulty}: true minutiae found / spurious of extracted / of wrong kind; off by median (95%)`,
    measured:
      `${percent(
        found,
        total(({ visible }) => visible),
      )} / ${percent(
        total(({ spurious }) => spurious),
        total(({ extracted }) => extracted),
      )} / ${percent(
        total(({ wrongKind }) => wrongKind),
        found,
      )}; ` +
      `${quantile(offsets, 0.5).toFixed(1)} (${quantile(offsets, 0.95).toFixed(1)}) px, ` +
      `${quantile(turns, 0.5).toFixed(1)} (${quantile(turns, 0.95).toFixed(1)})°`,
    against: `${visible.toFixed(0)} visible an impression; tolerance 10 px, 25°`,
  };
}

function directTemplates(fingers: number, condition: Parameters<typeof impression>[2]): FingerTemplate[] {
  return Array.from({ length: fingers }, (_, finger) => {
    const master = masterFinger(9, finger, 1 + (finger % 10));
    return Array.from({ length: IMPRESSIONS }, (_, index) => ({
      finger: String(finger),
      template: impression(master, finger * 10 + index, condition),
    }));
  }).flat();
}

/** A real set, where it is at hand. */
function realScores(set: string): PrintScores | undefined {
  const folder = join(DATA, set);
  if (!existsSync(folder)) return undefined;
  const dotsPerInch = COMPETITION_SETS[set as SetName];
  const impressions = readdirSync(folder)
    .filter((file) => file.endsWith(".tif"))
    .sort()
    .map((file) => ({
      finger: file.slice(0, file.lastIndexOf("_")),
      template: extract(readImage(readFileSync(join(folder, file))), { dotsPerInch }).template,
    }));
  return scoresOf(set, impressions);
}

function scoreRow({ name, genuine, impostor, equalErrorRate }: PrintScores): Row {
  const at = (scores: Float64Array, shares: readonly number[]) =>
    shares.map((share) => quantile(scores, share).toFixed(1)).join(" / ");
  return {
    what: `${name}: genuine similarity at 5 / 10 / 25 / 50 / 75%, impostor at 90 / 99 / 99.9%`,
    measured: `${at(genuine, [0.05, 0.1, 0.25, 0.5, 0.75])}, ${at(impostor, [0.9, 0.99, 0.999])}`,
    against: `EER ${(100 * equalErrorRate).toFixed(1)}%, ${genuine.length} and ${impostor.length} pairs`,
  };
}
