/**
 * What refusing impressions of low quality is worth: false non-match rate at a threshold that stays, on the sets of the
 * Fingerprint Verification Competitions where they are at hand, set by set and together (one order of quality over all).
 *
 *     node packages/fingerprint/dist/bench/bench/error-versus-reject.js [FMR in percent, 1]
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ComparisonSet, comparisonsOf, errorVersusReject, thresholdAt } from "../src/evaluate/index.ts";
import { assessQuality, extract, prepare, readImage, score } from "../src/index.ts";
import { THIRD_PARTY } from "../test/third-party.ts";

const SETS = [
  ["fvc2002/DB1_B", 500],
  ["fvc2002/DB3_B", 500],
  ["fvc2004/DB2_B", 500],
  ["fvc2004/DB3_B", 512],
] as const;
const SHARES = [0, 0.05, 0.1, 0.15, 0.2, 0.3];

interface Rated {
  readonly name: string;
  readonly comparisons: ComparisonSet;
  readonly scores: Float64Array;
  readonly quality: number[];
  readonly fromPicture: number[];
}

function rated(name: string, dotsPerInch: number): Rated {
  const folder = join(THIRD_PARTY, name);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".tif"))
    .sort();
  const images = files.map((file) => readImage(readFileSync(join(folder, file)), { dotsPerInch }));
  const templates = images.map((image) => extract(image).template);
  const prepared = templates.map((template) => prepare(template));
  const comparisons = comparisonsOf(
    files.map((file) => file.slice(0, file.lastIndexOf("_"))),
    "all-pairs",
  );
  const { probe, reference } = comparisons;
  const scores = Float64Array.from(probe, (one, pair) => score(prepared[one]!, prepared[reference[pair]!]!));
  const quality = templates.map((template) => template.quality);
  return {
    name,
    comparisons,
    scores,
    quality,
    fromPicture: images.map((image) => assessQuality(image).quality),
  };
}

/** Several sets as one: impressions and fingers numbered on; scores less the threshold of their own set. */
function together(sets: readonly Rated[], thresholds: readonly number[]): Rated {
  const [fingerOf, probe, reference, scores]: number[][] = [[], [], [], []];
  for (const [index, { comparisons, scores: own }] of sets.entries()) {
    const before = fingerOf!.length;
    const fingers = fingerOf!.reduce((most, finger) => Math.max(most, finger + 1), 0);
    for (const finger of comparisons.fingerOf) fingerOf!.push(finger + fingers);
    for (const [pair, one] of comparisons.probe.entries()) {
      probe!.push(one + before);
      reference!.push(comparisons.reference[pair]! + before);
      scores!.push(own[pair]! - thresholds[index]!);
    }
  }
  return {
    name: "together",
    comparisons: {
      fingerOf: Uint32Array.from(fingerOf!),
      probe: Uint32Array.from(probe!),
      reference: Uint32Array.from(reference!),
    },
    scores: Float64Array.from(scores!),
    quality: sets.flatMap(({ quality }) => quality),
    fromPicture: sets.flatMap(({ fromPicture }) => fromPicture),
  };
}

const fmr = Number(process.argv[2] ?? 1) / 100;
const sets = SETS.filter(([name]) => existsSync(join(THIRD_PARTY, name))).map(([name, dpi]) =>
  rated(name, dpi),
);
const thresholds = sets.map((set) => thresholdAt(fmr, set));
const row = (set: Rated, quality: number[], threshold: number) =>
  errorVersusReject({ ...set, quality }, threshold, SHARES)
    .map(({ fnmr }) => `${(100 * fnmr).toFixed(2)}%`.padStart(8))
    .join("");

console.log(`False non-match rate at a false match rate of ${100 * fmr}% by share of impressions refused`);
console.log("".padEnd(34) + SHARES.map((share) => `${100 * share}%`.padStart(8)).join(""));
const all = together(sets, thresholds);
for (const [set, threshold] of [
  ...sets.map((set, index) => [set, thresholds[index]!] as const),
  [all, 0] as const,
]) {
  console.log(`${set.name.padEnd(16)}quality           ${row(set, set.quality, threshold)}`);
  console.log(`${"".padEnd(16)}from picture alone${row(set, set.fromPicture, threshold)}`);
}
