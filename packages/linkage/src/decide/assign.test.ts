import fc from "fast-check";
import { expect, test } from "vitest";
import { assignOneToOne } from "./assign.ts";

const pairsOf = (rows: readonly (readonly [number, number, number])[]) => ({
  left: Int32Array.from(rows, ([left]) => left),
  right: Int32Array.from(rows, ([, right]) => right),
  odds: Float64Array.from(rows, ([, , odds]) => odds),
});

test("two exchanged pairs of a larger sum win over the single best pair", () => {
  const { chosen } = assignOneToOne(
    pairsOf([
      [0, 0, 10],
      [0, 1, 9],
      [1, 0, 9],
    ]),
    0,
  );
  expect(Array.from(chosen)).toEqual([0, 1, 1]);
});

test("the margin is what the assignment loses with the nearest alternative", () => {
  const { chosen, margin } = assignOneToOne(
    pairsOf([
      [0, 0, 12],
      [0, 1, 10],
      [1, 1, 3],
      [2, 2, 8],
    ]),
    0,
  );
  expect(Array.from(chosen)).toEqual([1, 0, 1, 1]);
  expect(margin[0]).toBe(5);
  expect(margin[1]).toBe(5);
  expect(margin[3]).toBe(Number.POSITIVE_INFINITY);
});

test("twins that fit crosswise as well have no margin", () => {
  const { margin } = assignOneToOne(
    pairsOf([
      [0, 0, 9],
      [0, 1, 9],
      [1, 0, 9],
      [1, 1, 9],
    ]),
    0,
  );
  expect(Array.from(margin)).toEqual([0, 0, 0, 0]);
});

test("nobody is assigned twice, and the order of the pairs does not matter", () => {
  const row = fc.tuple(fc.nat(6), fc.nat(6), fc.integer({ min: -5, max: 20 }));
  const rows = fc.uniqueArray(row, { selector: ([left, right]) => `${left} ${right}`, maxLength: 30 });
  fc.assert(
    fc.property(rows, (pairs) => {
      const taken = (order: readonly (readonly [number, number, number])[]) => {
        const { chosen } = assignOneToOne(pairsOf(order), 0);
        return order.filter((_, at) => chosen[at] === 1).map(([left, right]) => `${left} ${right}`);
      };
      const forward = taken(pairs);
      expect(new Set(forward.map((one) => one.split(" ")[0])).size).toBe(forward.length);
      expect(new Set(forward.map((one) => one.split(" ")[1])).size).toBe(forward.length);
      expect(taken(pairs.toReversed()).sort()).toEqual(forward.sort());
    }),
    { seed: 3 },
  );
});
