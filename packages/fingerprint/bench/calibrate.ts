import { writeFileSync } from "node:fs";
import { scoreOf } from "../src/calibration/calibration.ts";
import { CALIBRATION } from "../src/calibration/table.ts";
import { Matcher } from "../src/match/matcher.ts";
import { THIRD_PARTY } from "../test/third-party.ts";
import { syntheticImpostors } from "./impostors.ts";
import { missesByQuality } from "./misses.ts";
import { type Database, realDatabases, visitPairs } from "./real-impressions.ts";

/**
 * Measures the calibration on pairs of different real fingers and writes src/calibration/table.ts (or the file that is
 * the first argument). Needs the pictures beside the project's folder.
 *
 * Sensors differ in how alike different fingers look, so the scale is that of the database whose fingers look most
 * alike: on the others a score's false match rate is lower than it says. The distribution of its impostor similarities
 * is taken as it is down to a false match rate of 1e-3; beyond, the excess is exponential, with the mean excess over the
 * similarity at 1e-2 raised by two standard errors. (A generalised Pareto tail, Pickands 1975, of shape 0; a shape below
 * 0, as is measured, would end sooner, so this is on the safe side.) Two standard errors of a few dozen excesses would say
 * more about their number than about fingers, so only a database of {@link TAIL_PAIRS} of them takes part.
 *
 * How often comparisons of the same finger find nothing is measured by quality on the same pictures, plain and with noise added.
 */
const output = process.argv[2] ?? "src/calibration/table.ts";
const KNOTS = [0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
const TAIL_SHARE = 0.01;
const TAIL_PAIRS = 100;
/** A database resolves a share that at least so many of its pairs reach. */
const RESOLVED = 20;
/** No registration is as careful as a competition: cuts, wet hands, the wrong finger on the sensor. */
const LEAST_MISS_SHARE = 0.02;

const matcher = new Matcher();
const databases = realDatabases(THIRD_PARTY);
const impostors = databases.map((database) => ({ database, similarities: impostorsOf(database) }));
const ours = impostors.filter(({ database }) => database.kind === "our templates");
if (ours.length === 0) throw new Error("no pictures of real fingers at hand");
const sorted = ours.map(({ similarities }) => Float64Array.from(similarities).sort().reverse());

const knots = KNOTS.map((share) => ({ similarity: at(share), score: -10 * Math.log10(share) }))
  .filter(({ similarity }, index, all) => similarity > (all[index - 1]?.similarity ?? 0))
  .map(({ similarity, score }) => ({ similarity: round(similarity), score: round(score) }));
const tail = sorted
  .filter((similarities) => similarities.length * TAIL_SHARE >= TAIL_PAIRS)
  .map(excess)
  .reduce((heaviest, other) => (other.scale > heaviest.scale ? other : heaviest));
const misses = missesByQuality(at(0.05));

const calibration = {
  version: "3",
  similarity: knots.map((knot) => knot.similarity),
  score: knots.map((knot) => knot.score),
  tailScale: round(tail.scale),
  missQuality: misses.map((miss) => miss.quality),
  missShare: misses.map((miss) => round(Math.max(LEAST_MISS_SHARE, miss.share))),
};
writeFileSync(
  output,
  `import type { Calibration } from "./calibration.ts";

/** Written by bench/calibrate.ts from ${sorted.reduce((sum, { length }) => sum + length, 0).toLocaleString("en")} comparisons of different real fingers; shape of the heaviest tail ${tail.shape.toFixed(2)}. */
export const CALIBRATION: Calibration = {
  version: "3",
  similarity: [${calibration.similarity.join(", ")}],
  score: [${calibration.score.join(", ")}],
  tailScale: ${calibration.tailScale},
  missQuality: [${calibration.missQuality.join(", ")}],
  missShare: [${calibration.missShare.join(", ")}],
};
`,
);
console.log("calibration", calibration, "tail", tail);
console.table(misses);
console.table(
  [
    ...impostors.map(({ database, similarities }) => ({
      name: `${database.name}, ${database.kind}`,
      similarities,
    })),
    { name: "synthetic", similarities: syntheticImpostors(700, 20021) },
  ].map(({ name, similarities }) => ({
    name,
    pairs: similarities.length,
    ...Object.fromEntries([10, 20, 30, 40, 50].map((score) => [`${score}+`, shareFrom(similarities, score)])),
  })),
);

function impostorsOf(database: Database): number[] {
  const similarities: number[] = [];
  visitPairs(
    database,
    (probe) => matcher.setProbe(probe),
    (reference, isGenuine) => {
      if (!isGenuine) similarities.push(matcher.compare(reference));
    },
  );
  return similarities;
}

/** The greatest similarity that this share of pairs reaches in any database of enough pairs. */
function at(share: number): number {
  const resolving = sorted.filter((similarities) => similarities.length * share >= RESOLVED);
  return Math.max(...resolving.map((similarities) => similarities[Math.floor(share * similarities.length)]!));
}

/** Excess over the similarity that {@link TAIL_SHARE} of the pairs of one database reach. */
function excess(similarities: Float64Array): { mean: number; shape: number; scale: number; pairs: number } {
  const pairs = Math.floor(TAIL_SHARE * similarities.length);
  const threshold = similarities[pairs]!;
  const over = Array.from(similarities.subarray(0, pairs), (similarity) => similarity - threshold);
  const mean = over.reduce((sum, value) => sum + value, 0) / pairs;
  const variance = over.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pairs - 1);
  // Moment estimate of the generalised Pareto shape: 0 for an exponential tail, above 0 for a heavier one.
  return {
    mean,
    shape: 0.5 * (1 - (mean * mean) / variance),
    scale: mean * (1 + 2 / Math.sqrt(pairs)),
    pairs,
  };
}

function shareFrom(similarities: ArrayLike<number>, score: number): string {
  let found = 0;
  const table = { ...CALIBRATION, ...calibration };
  for (let index = 0; index < similarities.length; index++)
    if (scoreOf(similarities[index]!, table) >= score) found++;
  return `${((100 * found) / similarities.length).toFixed(4)}%`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
