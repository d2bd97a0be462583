import fc from "fast-check";
import { expect, test } from "vitest";
import { SMALLEST_TOLD, suppressSmall } from "./suppress.ts";

test("a small count is held back with the next smallest, so that the whole does not tell it", () => {
  expect(suppressSmall([120, 3, 40])).toEqual([120, undefined, undefined]);
  expect(suppressSmall([120, 3, 4])).toEqual([120, undefined, undefined]);
  expect(suppressSmall([0, 120, 40])).toEqual([0, 120, 40]);
});

test("what is told is never small, and a single count that is held back never stands beside others that add up", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200), { maxLength: 12 }), (counts) => {
      const told = suppressSmall(counts);
      expect(told.every((count) => count === undefined || count === 0 || count >= SMALLEST_TOLD)).toBe(true);
      const held = told.filter((count) => count === undefined).length;
      const others = counts.filter((count) => count > 0).length;
      expect(held === 1 && others > 1).toBe(false);
    }),
  );
});
