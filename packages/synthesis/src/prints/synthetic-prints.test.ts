import { extract } from "@accord/fingerprint";
import { expect, test } from "vitest";
import { randomOf } from "../random.ts";
import { compareWithTruth } from "./compare-with-truth.ts";
import { impress } from "./impress.ts";
import { MasterCache } from "./master-cache.ts";
import { growFinger } from "./master-print.ts";
import { PATTERN_CLASSES } from "./pattern-class.ts";
import { PRINT_DIFFICULTIES } from "./print-difficulty.ts";
import { SENSORS, type SensorName } from "./sensor-profile.ts";

const cache = new MasterCache(12);
const fingers = PATTERN_CLASSES.map((patternClass, seed) => cache.finger(seed, { patternClass }));

test("a finger and its impressions follow from their seeds to the bit", () => {
  const again = growFinger(3, { patternClass: PATTERN_CLASSES[3]! });
  expect(again).toEqual(fingers[3]);
  const conditions = { sensor: "optical", difficulty: "ordinary" } as const;
  const one = impress(again, randomOf(5), conditions);
  expect(impress(fingers[3]!, randomOf(5), conditions)).toEqual(one);
  expect(impress(fingers[3]!, randomOf(6), conditions).image.pixels).not.toEqual(one.image.pixels);
});

test("a finger is a kept one only for the same seed and options", () => {
  expect(cache.finger(0, { patternClass: "arch" })).toBe(fingers[0]);
  expect(cache.finger(0, { patternClass: "whorl" })).not.toBe(fingers[0]);
});

test("minutiae are as dense as on real fingers, of both kinds, and some pixels apart", () => {
  for (const { minutiae } of fingers) {
    // The pad has 330 mm²; real fingers have 0.15 to 0.4 minutiae a mm².
    expect(minutiae.length).toBeGreaterThan(50);
    expect(minutiae.length).toBeLessThan(130);
    const endings = minutiae.filter(({ kind }) => kind === 1).length / minutiae.length;
    expect(endings).toBeGreaterThan(0.25);
    expect(endings).toBeLessThan(0.75);
  }
});

test("every impression has the sensor's size, dark ridges and light valleys", () => {
  for (const [index, name] of (Object.keys(SENSORS) as SensorName[]).entries()) {
    const { image, truth } = impress(fingers[index]!, randomOf(index), { sensor: name, difficulty: "easy" });
    const sensor = SENSORS[name];
    expect([image.width, image.height, image.dotsPerInch]).toEqual([
      sensor.width,
      sensor.height,
      sensor.dotsPerInch,
    ]);
    const sorted = image.pixels.toSorted();
    expect(sorted[Math.floor(0.03 * sorted.length)]).toBeLessThan(sensor.ridge + 85);
    expect(sorted.at(-1)).toBeGreaterThanOrEqual(Math.min(255, sensor.valley));
    expect(truth.template.count).toBeGreaterThan(15);
  }
});

test("at a difficulty of nothing, the truth is the master's minutiae shifted to the sensor's middle", () => {
  const still = {
    ...PRINT_DIFFICULTIES.easy,
    rotationSigma: 0,
    shiftSigma: 0,
    distortion: 0,
    pressureSigma: 0,
  };
  const { truth } = impress(fingers[2]!, randomOf(1), { sensor: "optical", difficulty: still });
  for (const [index, { x, y, direction }] of truth.minutiae.entries()) {
    const minutia = fingers[2]!.minutiae[index]!;
    expect(x).toBeCloseTo(minutia.column - 184 + 194, 3);
    expect(y).toBeCloseTo(minutia.row - 222 + 187, 3);
    expect(Math.cos(direction - minutia.direction)).toBeCloseTo(1, 4);
  }
});

test("the truth lies where the picture shows it: the image moves with its minutiae", () => {
  const turned = { ...PRINT_DIFFICULTIES.easy, rotationSigma: 0.4, shiftSigma: 30, distortion: 1 };
  let right = 0;
  let looked = 0;
  for (const [seed, finger] of fingers.entries()) {
    const { image, truth } = impress(finger, randomOf(seed, "moved"), {
      sensor: "opticalFine",
      difficulty: turned,
    });
    for (const { x, y, direction, kind, visible } of truth.minutiae) {
      if (!visible) continue;
      looked++;
      // An ending's own line is dark ahead of it and light behind; a bifurcation's valley the other way round.
      const grey = (distance: number) => brightness(image, x, y, direction, distance);
      const ahead = (grey(8) + grey(12)) / 2;
      const behind = (grey(-8) + grey(-12)) / 2;
      if (kind === 1 ? ahead < behind : ahead > behind) right++;
    }
  }
  // By chance it would be a half; a hard touch joins ends to the ridge beside them, so not all.
  expect(right / looked).toBeGreaterThan(0.77);
});

test("extraction without fault is found whole; shifted beyond the tolerance, missed and spurious", () => {
  const { truth } = impress(fingers[4]!, randomOf(9), { sensor: "optical", difficulty: "ordinary" });
  const { template, minutiae } = truth;
  const perfect = compareWithTruth(template, minutiae);
  expect(perfect).toMatchObject({ found: template.count, missed: 0, spurious: 0, wrongKind: 0 });
  expect(Math.max(...perfect.offsets)).toBeLessThan(1);
  const turned = { ...template, angle: template.angle.map((angle) => angle + 128) };
  expect(compareWithTruth(turned, minutiae).found).toBeLessThan(0.25 * template.count);
  const few = { ...template, count: 10 };
  expect(compareWithTruth(few, minutiae)).toMatchObject({
    found: 10,
    missed: template.count - 10,
    spurious: 0,
  });
});

test("the extractor finds most true minutiae of easy prints where they are, and few that are not there", () => {
  let [found, visible, spurious, extracted] = [0, 0, 0, 0];
  const offsets: number[] = [];
  for (const [index, finger] of fingers.entries()) {
    const sensor = (["optical", "opticalGrey", "capacitive", "thermalSweep"] as const)[index % 4]!;
    const { image, truth } = impress(finger, randomOf(index, "extracted"), { sensor, difficulty: "easy" });
    const comparison = compareWithTruth(extract(image).template, truth.minutiae);
    found += comparison.found;
    visible += comparison.visible;
    spurious += comparison.spurious;
    extracted += comparison.extracted;
    offsets.push(...comparison.offsets);
  }
  expect(found / visible).toBeGreaterThan(0.75);
  expect(spurious / extracted).toBeLessThan(0.15);
  offsets.sort((one, other) => one - other);
  expect(offsets[offsets.length >> 1]).toBeLessThan(2.5);
});

function brightness(
  image: { readonly width: number; readonly pixels: Uint8Array },
  x: number,
  y: number,
  direction: number,
  distance: number,
): number {
  const column = Math.round(x + distance * Math.cos(direction));
  const row = Math.round(y - distance * Math.sin(direction));
  return image.pixels[row * image.width + column]!;
}
