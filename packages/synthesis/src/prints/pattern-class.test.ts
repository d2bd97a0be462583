import { expect, test } from "vitest";
import { randomOf } from "../random.ts";
import { drawPatternClass, PATTERN_CLASSES, patternShares } from "./pattern-class.ts";

const DRAWS = 4000;

test("classes are drawn as often as people have them, finger by finger", () => {
  for (let position = 0; position <= 10; position++) {
    const shares = patternShares(position);
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 2);
    const random = randomOf(1, position);
    const drawn = Array.from({ length: DRAWS }, () => drawPatternClass(random, position));
    for (const [index, pattern] of PATTERN_CLASSES.entries()) {
      const share = drawn.filter((one) => one === pattern).length / DRAWS;
      // Four standard deviations of a share at most.
      expect(Math.abs(share - shares[index]!)).toBeLessThan(4 * Math.sqrt(0.25 / DRAWS));
    }
  }
});

test("loops open to the little finger's side: right loops on the right hand, left loops on the left", () => {
  const [, , leftOnRightThumb, rightOnRightThumb] = patternShares(1);
  const [, , leftOnLeftThumb, rightOnLeftThumb] = patternShares(6);
  expect(rightOnRightThumb).toBeGreaterThan(0.5);
  expect(leftOnRightThumb).toBeLessThan(0.02);
  expect(leftOnLeftThumb).toBeGreaterThan(0.5);
  expect(rightOnLeftThumb).toBeLessThan(0.02);
});

test("ten fingers together have the frequencies of Galton's 5,000", () => {
  const all = Array.from({ length: 10 }, (_, finger) => patternShares(finger + 1));
  const mean = (from: number, to: number) =>
    all.reduce((sum, shares) => sum + shares.slice(from, to).reduce((a, b) => a + b), 0) / 10;
  expect(mean(0, 2)).toBeCloseTo(0.065, 2);
  expect(mean(2, 4)).toBeCloseTo(0.676, 2);
  expect(mean(4, 6)).toBeCloseTo(0.259, 2);
});
