import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepare, score, type Template, templateOf, verify } from "../src/index.ts";
import { GOOD_WEAR, gaussian, impressionOf, masterFinger, randomFrom, type Wear } from "./generate.ts";

const STILL: Wear = {
  ...GOOD_WEAR,
  rotation: 0,
  shift: 0,
  positionNoise: 0,
  angleNoise: 0,
  missing: 0,
  spurious: 0,
  distortion: 0,
};

const impression = fc.integer({ min: 1, max: 1e6 }).map((seed) => {
  const random = randomFrom(seed);
  return impressionOf(masterFinger(random), random, STILL);
});

/** Turns about the image's centre by units of 360/256 degrees counter-clockwise, moves, and enlarges the image to hold it. */
function moved(
  template: Template,
  turn: number,
  dx: number,
  dy: number,
  keep: (index: number) => boolean,
): Template {
  const cosine = Math.cos((turn * Math.PI) / 128);
  const sine = Math.sin((turn * Math.PI) / 128);
  const minutiae = Array.from({ length: template.count }, (_, index) => {
    const x = template.x[index]! - template.width / 2;
    const y = template.y[index]! - template.height / 2;
    return {
      x: Math.round(500 + cosine * x + sine * y + dx),
      y: Math.round(500 - sine * x + cosine * y + dy),
      angle: (template.angle[index]! + turn) & 255,
      kind: template.kind[index]!,
    };
  }).filter((_, index) => keep(index));
  return templateOf({ ...template, width: 1000, height: 1000 }, minutiae);
}

function noisy(template: Template, spread: number, seed: number): Template {
  const random = randomFrom(seed);
  const near = (value: number, most: number): number =>
    Math.min(most - 1, Math.max(0, Math.round(value + spread * gaussian(random))));
  return {
    ...template,
    x: template.x.map((x) => near(x, template.width)),
    y: template.y.map((y) => near(y, template.height)),
    angle: template.angle.map((angle) => angle + Math.round(spread * gaussian(random))),
  };
}

describe("verification", () => {
  it("knows an impression turned, moved and partly hidden, and says how it was turned", () => {
    fc.assert(
      fc.property(
        impression,
        fc.integer({ min: -40, max: 40 }),
        fc.integer({ min: -80, max: 80 }),
        fc.integer({ min: -80, max: 80 }),
        (template, turn, dx, dy) => {
          const all = verify(
            template,
            moved(template, turn, dx, dy, () => true),
          );
          expect(all.score).toBeGreaterThan(120);
          // The reference was turned by `turn`, so it must be turned back by as much.
          expect(Math.abs(((all.rotation + turn + 128 + 256) % 256) - 128)).toBeLessThan(2);
          const half = verify(
            template,
            moved(template, turn, dx, dy, (index) => template.x[index]! < template.width / 2),
          );
          if (half.pairs.length >= 15) expect(half.score).toBeGreaterThan(60);
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it("pairs each minutia of a turned copy with its original", () => {
    const random = randomFrom(12);
    const template = impressionOf(masterFinger(random), random, STILL);
    const { pairs } = verify(
      template,
      moved(template, 20, 13, -7, () => true),
    );
    const right = pairs.filter((pair) => pair.probe === pair.reference);
    expect(right.length).toBeGreaterThan(0.95 * template.count);
  });

  it("gives shares of the evidence that add up to the similarity, and pairs that add up to their share", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = randomFrom(seed);
      const master = masterFinger(random);
      const { similarity, pairs, evidence } = verify(
        impressionOf(master, random),
        impressionOf(master, random),
      );
      expect(similarity).toBeGreaterThan(0);
      expect(pairs.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(evidence.pairs, 9);
      expect(Object.values(evidence).reduce((sum, share) => sum + share, 0)).toBeCloseTo(similarity, 9);
    }
  });

  it("moves the reference onto the probe by the shift it gives", () => {
    const random = randomFrom(13);
    const template = impressionOf(masterFinger(random), random, STILL);
    const copy = moved(template, 0, 30, -20, () => true);
    const { shift } = verify(template, copy);
    const scale = 500 / 2.54 / 197;
    expect(shift.x).toBeCloseTo((template.width / 2 - 500 - 30) * scale, -1);
    expect(shift.y).toBeCloseTo((template.height / 2 - 500 + 20) * scale, -1);
  });

  it("is nearly symmetric", () => {
    const differences: number[] = [];
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomFrom(seed);
      const master = masterFinger(random);
      const one = impressionOf(master, random);
      const other = impressionOf(master, random);
      differences.push(Math.abs(verify(one, other).score - verify(other, one).score));
    }
    differences.sort((a, b) => a - b);
    // Scores are about 115 here. The bend is followed and edges are counted on the reference's side only.
    expect(differences[30]).toBeLessThan(8);
    expect(differences[56]).toBeLessThan(22);
  });

  it("scores lower the more noise there is", () => {
    const spreads = [0, 2, 4, 8, 16];
    const means = spreads.map((spread) => {
      let sum = 0;
      for (let seed = 1; seed <= 30; seed++) {
        const random = randomFrom(seed);
        const template = impressionOf(masterFinger(random), random, STILL);
        sum += verify(template, noisy(template, spread, seed + 1000)).similarity;
      }
      return sum / 30;
    });
    for (let index = 1; index < means.length; index++) expect(means[index]!).toBeLessThan(means[index - 1]!);
  });

  it("takes the resolution into account", () => {
    const random = randomFrom(21);
    const template = impressionOf(masterFinger(random), random, STILL);
    const double: Template = {
      ...template,
      width: template.width * 2,
      height: template.height * 2,
      resolution: template.resolution * 2,
      x: template.x.map((x) => x * 2),
      y: template.y.map((y) => y * 2),
    };
    expect(verify(template, double).score).toBeCloseTo(verify(template, template).score, 3);
  });

  it("gives nothing for empty and tiny templates, and takes the largest", () => {
    const empty = templateOf({ position: 1, width: 10, height: 10, resolution: 197, quality: 50 }, []);
    const point = { x: 5, y: 5, angle: 0, kind: 1 };
    const same = templateOf(
      { ...empty },
      Array.from({ length: 255 }, () => point),
    );
    const random = randomFrom(8);
    const scattered = templateOf(
      { ...empty, width: 400, height: 400 },
      Array.from({ length: 255 }, () => ({
        x: Math.floor(random() * 400),
        y: Math.floor(random() * 400),
        angle: Math.floor(random() * 256),
        kind: 1,
      })),
    );
    expect(verify(empty, scattered).score).toBe(0);
    expect(verify(same, scattered).score).toBe(0);
    expect(verify(same, same).score).toBe(0);
    expect(verify(scattered, scattered).score).toBeGreaterThan(100);
    expect(verify(prepare(scattered), scattered)).toEqual(verify(scattered, scattered));
  });

  it("gives the same score without the explanation, whichever probe was compared before", () => {
    const random = randomFrom(21);
    const fingers = [masterFinger(random), masterFinger(random)];
    const prepared = fingers.flatMap((finger) =>
      [0, 1, 2].map(() => prepare(impressionOf(finger, random, GOOD_WEAR))),
    );
    const once = prepared.map((probe) => prepared.map((reference) => score(probe, reference)));
    const turned = prepared.map((reference) => prepared.map((probe) => verify(probe, reference).score));
    expect(once[0]![1]).toBeGreaterThan(20);
    expect(once).toEqual(prepared.map((_, probe) => turned.map((column) => column[probe])));
  });
});
