import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binaryCode, centreOf } from "./binary-code.ts";
import { answerShares, countNear, galleryShares, masked, probeShares } from "./compare.ts";
import { deal, modulusOf, type Terms } from "./dealer.ts";

const seeds = () => ({ probe: randomBytes(32), gallery: randomBytes(32), dealer: randomBytes(32) });

function compared(terms: Terms, probe: Uint8Array, gallery: Uint8Array) {
  const dealt = deal(terms, seeds());
  const opened = { probe: masked(terms, probe, dealt.probe), gallery: masked(terms, gallery, dealt.gallery) };
  const ours = probeShares(terms, probe, dealt.probe, opened);
  const theirs = galleryShares(terms, gallery, dealt.gallery, opened);
  const answers = [
    answerShares(terms, dealt.probe, ours, theirs),
    answerShares(terms, dealt.gallery, theirs, ours),
  ] as const;
  return { opened, ours, theirs, answers, near: countNear(...answers) };
}

const distance = (probe: Uint8Array, gallery: Uint8Array, code: number) =>
  probe.reduce((sum, bit, at) => sum + (bit ^ (gallery[code * probe.length + at] ?? 0)), 0);

describe("comparison on shares", () => {
  test("answers for each code whether its distance is within the threshold, and nothing but that", () => {
    const bit = fc.constantFrom(0, 1);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.infiniteStream(bit),
        (bits, gallery, drawn) => {
          const take = (count: number) => Uint8Array.from({ length: count }, () => drawn.next().value);
          const [probe, codes] = [take(bits), take(bits * gallery)];
          const threshold = Math.floor(bits / 3);
          const { answers } = compared({ bits, gallery, threshold }, probe, codes);
          for (let code = 0; code < gallery; code++) {
            expect((answers[0][code] ?? 0) ^ (answers[1][code] ?? 0)).toBe(
              distance(probe, codes, code) <= threshold ? 1 : 0,
            );
          }
        },
      ),
    );
  });

  test("opens numbers that are as good as uniform, whatever the codes are", () => {
    const terms = { bits: 63, gallery: 300, threshold: 10 };
    const modulus = modulusOf(terms);
    const seen = new Uint32Array(modulus);
    const gallery = new Uint8Array(terms.bits * terms.gallery).fill(1);
    const { opened, ours } = compared(terms, new Uint8Array(63), gallery);
    for (const value of opened.gallery) seen[value] = (seen[value] ?? 0) + 1;
    // 18,900 numbers in 64 classes: chi-square with 63 degrees of freedom is above 120 once in 60,000 runs.
    const expected = opened.gallery.length / modulus;
    const chi = seen.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chi).toBeLessThan(120);
    expect(new Set(ours).size).toBeGreaterThan(40);
  });
});

describe("a code of minutiae", () => {
  const minutiae = Array.from({ length: 40 }, (_, index) => ({
    x: 60 + ((index * 73) % 240),
    y: 60 + ((index * 131) % 280),
    angle: (index * 37) % 256,
  }));
  const print = (of: typeof minutiae) => ({
    count: of.length,
    x: of.map((m) => m.x),
    y: of.map((m) => m.y),
    angle: of.map((m) => m.angle),
  });
  const moved = (by: number) =>
    minutiae.map(({ x, y, angle }, index) => ({
      x: (x * by + index * 31) % 300,
      y: (y * 5 * by) % 340,
      angle: (angle * 3 + 50 * by) % 256,
    }));
  const centre = centreOf([2, 3, 5, 8, 11, 13].map((by) => print(moved(by))));
  const code = (of: typeof minutiae) => binaryCode(print(of), 256, centre);

  test("is the same when the finger is shifted, and near when it is turned by a right angle", () => {
    const shifted = minutiae.map(({ x, y, angle }) => ({ x: x + 17, y: y - 9, angle }));
    expect(code(shifted)).toEqual(code(minutiae));
    const turned = minutiae.map(({ x, y, angle }) => ({ x: y, y: 400 - x, angle: (angle + 64) % 256 }));
    expect(distance(code(minutiae), code(turned), 0)).toBeLessThan(40);
  });

  test("of another finger differs in about half of its bits", () => {
    const other = moved(7);
    const apart = distance(code(minutiae), code(other), 0);
    expect(apart).toBeGreaterThan(90);
    expect(apart).toBeLessThan(166);
  });
});
