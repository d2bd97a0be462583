import { writeFileSync } from "node:fs";
import { Matcher } from "../src/match/matcher.ts";
import { prepare } from "../src/match/prepared.ts";
import { GOOD_WEAR, impressionOf, masterFinger, POOR_WEAR, randomFrom } from "../test/generate.ts";
import { MIDDLE_WEAR, syntheticImpostors } from "./impostors.ts";

/**
 * Measures the calibration on synthetic fingers and writes src/calibration/table.ts. The number of impostor fingers is
 * the first argument (2,000 gives two million comparisons), the file to write the second.
 *
 * The distribution of impostor similarities is taken as it is down to a false match rate of 1e-3; beyond, the excess
 * over that threshold is exponential (a generalised Pareto tail with shape 0, which is heavier than the negative shape
 * that is usually measured, hence on the safe side), with the mean excess raised by two standard errors.
 */
const fingers = Number(process.argv[2] ?? 2000);
const output = process.argv[3] ?? "src/calibration/table.ts";
const TAIL_SHARE = 1e-3;
/**
 * Real fingers resemble each other more than synthetic ones: on third-party templates of 40 fingers from four sensors
 * (11,520 impostor pairs) similarities at equal false match rates were up to this many nats higher.
 */
const REAL_FINGER_MARGIN = 5;
/** No real capture is as clean as a synthetic one: cuts, wet hands, the wrong finger on the sensor. */
const LEAST_MISS_SHARE = 0.02;

const similarities = syntheticImpostors(fingers, 20021).sort();
const at = (share: number): number => similarities[Math.ceil((1 - share) * similarities.length) - 1]!;
const knots = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, TAIL_SHARE]
  .map((share) => ({ similarity: at(share), score: -10 * Math.log10(share) }))
  .filter((knot) => knot.similarity > 0);
const threshold = at(TAIL_SHARE);
const excess = similarities
  .filter((similarity) => similarity > threshold)
  .map((similarity) => similarity - threshold);
const mean = excess.reduce((sum, value) => sum + value, 0) / excess.length;
const variance = excess.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (excess.length - 1);
// Moment estimate of the generalised Pareto shape: 0 for an exponential tail, above 0 for a heavier one.
const shape = 0.5 * (1 - (mean * mean) / variance);
const scale = mean * (1 + 2 / Math.sqrt(excess.length));

function missShare(wear: typeof GOOD_WEAR): { share: number; quality: number } {
  const random = randomFrom(4711);
  const matcher = new Matcher();
  let misses = 0;
  let quality = 0;
  const trials = 1500;
  for (let trial = 0; trial < trials; trial++) {
    const master = masterFinger(random);
    const probe = impressionOf(master, random, wear);
    matcher.setProbe(prepare(probe));
    if (
      matcher.compare(prepare(impressionOf(master, random, wear))) - REAL_FINGER_MARGIN <
      knots[1]!.similarity
    )
      misses++;
    quality = probe.quality;
  }
  return { share: Math.max(LEAST_MISS_SHARE, misses / trials), quality };
}

const misses = [POOR_WEAR, MIDDLE_WEAR, GOOD_WEAR].map(missShare);
const round = (value: number): number => Math.round(value * 1000) / 1000;
writeFileSync(
  output,
  `import type { Calibration } from "./calibration.ts";

/** Written by bench/calibrate.ts from ${similarities.length.toLocaleString("en")} impostor comparisons of synthetic fingers; tail shape measured ${shape.toFixed(2)}. */
export const CALIBRATION: Calibration = {
  version: "1",
  margin: ${REAL_FINGER_MARGIN},
  similarity: [${knots.map((knot) => round(knot.similarity)).join(", ")}],
  score: [${knots.map((knot) => round(knot.score)).join(", ")}],
  tailScale: ${round(scale)},
  missQuality: [${misses.map((miss) => miss.quality).join(", ")}],
  missShare: [${misses.map((miss) => round(miss.share)).join(", ")}],
};
`,
);
console.log(knots, { threshold, mean, shape, scale, maximum: similarities.at(-1), misses });
