import { expect, it } from "vitest";
import { DEFAULT_POLICY } from "./policy.ts";
import { remainingPrior } from "./remaining-prior.ts";

const PRIOR = -10;

/** `certain` pairs far above the threshold, record i with record i, then the given pairs of the records after them. */
function pairs(certain: number, others: readonly (readonly [number, number, number])[]) {
  const all = [
    ...Array.from({ length: certain }, (_, at): [number, number, number] => [at, at, 20]),
    ...others.map(([left, right, odds]) => [certain + left, certain + right, odds] as const),
  ];
  return {
    left: Int32Array.from(all, ([left]) => left),
    right: Int32Array.from(all, ([, right]) => right),
    odds: Float64Array.from(all, ([, , odds]) => odds),
  };
}

it("holds all matches against the pairs that remain, not against all pairs", () => {
  const { bits, left, right } = remainingPrior(
    pairs(96, [[0, 0, -20]]),
    { left: 100, right: 104 },
    PRIOR,
    DEFAULT_POLICY,
  );
  expect(left).toEqual([96, 97, 98, 99]);
  expect(right).toEqual([96, 97, 98, 99, 100, 101, 102, 103]);
  expect(bits[0]).toBe(0);
  // 96 certain matches and half a one expected, over 4 × 8 pairs.
  expect(bits[96]).toBeCloseTo(Math.log2(96.5 / 32) - PRIOR, 1);
});

it("falls for the rest where many records remain and few are linked", () => {
  const { bits } = remainingPrior(pairs(2, [[0, 0, -12]]), { left: 100, right: 100 }, PRIOR, DEFAULT_POLICY);
  const { bits: fewer } = remainingPrior(
    pairs(2, [[0, 0, -12]]),
    { left: 1000, right: 1000 },
    PRIOR,
    DEFAULT_POLICY,
  );
  expect(fewer[2]).toBeLessThan(bits[2] ?? 0);
  expect(fewer[2]).toBeLessThan(0);
});

it("takes a link that is not ahead of its alternatives for no certain one", () => {
  const { left, bits } = remainingPrior(
    pairs(10, [
      [0, 0, 9],
      [0, 1, 8],
    ]),
    { left: 11, right: 12 },
    PRIOR,
    DEFAULT_POLICY,
  );
  expect(left).toEqual([10]);
  expect(bits[10]).toBe(bits[11]);
  expect(bits[10]).toBeGreaterThan(0);
});

it("changes nothing where a person may be in more than one link", () => {
  const policy = { ...DEFAULT_POLICY, oneToOne: false };
  const { bits, left } = remainingPrior(pairs(9, [[0, 0, 1]]), { left: 10, right: 10 }, PRIOR, policy);
  expect(left).toEqual([]);
  expect(bits.every((one) => one === 0)).toBe(true);
});
