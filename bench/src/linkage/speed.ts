import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LinkageModel, writeTable } from "@accord/linkage";
import { count, type Row, seconds } from "../table.ts";
import { runEngine } from "./engine-run.ts";

/** DuckDB alone on 2 cores: one Jaro–Winkler a pair, and joined pairs; what SQL can do at most. */
const BOUND =
  "DuckDB's bound: 15 million Jaro–Winkler, 58 million joined pairs a second on 2 cores, half of it on one";

const jaroWinkler = (column: string, atLeast: number) =>
  ({ kind: "measure", measure: { kind: "jaroWinkler", column }, atLeast }) as const;

/** Pairs that cannot come to this are not compared beyond their outline. */
const KEEP_FROM = 0.5;

/** A model of so many comparisons of names, already trained, so that scoring alone is measured. */
function modelOf(comparisons: number): LinkageModel {
  const columns = Array.from({ length: comparisons }, (_, at) => `name${at}`);
  return {
    format: "accord-linkage/1",
    id: ["id"],
    columns: [
      ...columns.map((name) => ({ name, from: [[name]], standard: "name" as const })),
      { name: "area", from: [["area"]], standard: "category" },
    ],
    comparisons: columns.map((name) => ({
      name,
      tells: "person" as const,
      missing: { kind: "missing" as const, column: name },
      trainedOnPairs: 1000,
      levels: [
        { label: "same", m: 0.8, u: 0.001, when: { kind: "same" as const, column: name } },
        { label: "close", m: 0.1, u: 0.002, when: jaroWinkler(name, 0.92) },
        { label: "somewhat close", m: 0.05, u: 0.01, when: jaroWinkler(name, 0.8) },
        { label: "different", m: 0.05, u: 0.987 },
      ],
    })),
    rarities: [],
    blocking: [{ name: "area", on: ["area"] }],
    prior: 1e-6,
    matesPerMatch: 0,
    thresholds: { link: 0.95, review: 0.5 },
  };
}

const SYLLABLES = "ga ma de lu ka tho ri bo na ja wa chi pe so kue nya dit gol mer".split(" ");

/** Records in areas of a size that brings about `pairs` pairs. */
async function records(folder: string, side: string, many: number, areas: number): Promise<string> {
  const path = join(folder, `speed-${side}.parquet`);
  let seed = side === "l" ? 7 : 11;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const name = () =>
    Array.from({ length: 2 + random(3) }, () => SYLLABLES[random(SYLLABLES.length)]).join("");
  const rows = function* () {
    for (let at = 0; at < many; at++)
      yield [`${side}${at}`, name(), name(), name(), name(), name(), name(), `a${random(areas)}`];
  };
  const text = "VARCHAR" as const;
  await writeTable(
    path,
    { id: text, name0: text, name1: text, name2: text, name3: text, name4: text, name5: text, area: text },
    rows(),
  );
  return path;
}

/** Pairs scored a second by the number of comparisons, and where the time goes. */
export async function speedRows(folder: string, pairs: number, threads: number): Promise<Row[]> {
  const many = Math.round(Math.sqrt(pairs) * 4);
  const areas = Math.max(1, Math.round((many * many) / pairs));
  const tables = [await records(folder, "l", many, areas), await records(folder, "r", many, areas)];
  const rows: Row[] = [];
  for (const comparisons of [1, 2, 4, 6]) {
    const model = join(folder, `speed-${comparisons}.json`);
    writeFileSync(model, JSON.stringify(modelOf(comparisons)));
    const answer = await runEngine(folder, `speed-${comparisons}`, {
      tables,
      model,
      train: false,
      keepFrom: KEEP_FROM,
      threads,
      maxPairsPerKey: 1e9,
      oneToOne: false,
      out: join(folder, "speed.out.parquet"),
    });
    const scoring = answer.timesMilliseconds.score ?? 0;
    const shares = Object.entries(answer.timesMilliseconds)
      .map(([step, time]) => `${step} ${((100 * time) / (answer.seconds * 1000)).toFixed(0)}%`)
      .join(", ");
    rows.push({
      what: `${count(answer.candidatePairs)} pairs, ${comparisons} comparison${comparisons > 1 ? "s" : ""} of names`,
      measured: `${(answer.candidatePairs / scoring / 1000).toFixed(1)} million pairs/s, ${(answer.candidatePairs / answer.cpuSeconds / 1e6).toFixed(1)} million a second of one processor over the whole run (${seconds(scoring)} of ${seconds(answer.seconds * 1000)}: ${shares})`,
      against: BOUND,
    });
  }
  return rows;
}
