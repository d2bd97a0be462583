import fc from "fast-check";
import { expect, it } from "vitest";
import { probabilitiesAmongAlternatives } from "./among-alternatives.ts";

const pair = (left: string, right: string, probability: number) => ({ left, right, probability });

it("leaves a pair without alternatives as it is", () => {
  expect(probabilitiesAmongAlternatives([pair("a", "x", 0.75), pair("b", "y", 0.5)])).toEqual(
    Float64Array.of(0.75, 0.5),
  );
});

it("shares between alternatives by their odds", () => {
  // Odds 1, 1 and none: a third each.
  const [one, other] = probabilitiesAmongAlternatives([pair("a", "x", 0.5), pair("a", "y", 0.5)]);
  expect([one, other]).toEqual([1 / 3, 1 / 3]);
  const [sure, sibling] = probabilitiesAmongAlternatives([pair("a", "x", 1), pair("a", "y", 0.99)]);
  expect(sure).toBeCloseTo(1, 9);
  expect(sibling).toBeLessThan(1e-9);
});

it("gives probabilities, none above the pair's own, of which those of one person add up to one at most", () => {
  const name = fc.constantFrom("a", "b", "c");
  const probability = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, name, probability), { selector: ([left, right]) => left + right }),
      (drawn) => {
        const pairs = drawn.map(([left, right, of]) => pair(left, right, of));
        const among = probabilitiesAmongAlternatives(pairs);
        for (const [index, each] of among.entries()) {
          expect(each).toBeGreaterThanOrEqual(0);
          expect(each).toBeLessThanOrEqual(pairs[index]!.probability + 1e-9);
        }
        for (const person of ["a", "b", "c"]) {
          const sum = among.reduce(
            (total, each, index) => total + (pairs[index]!.left === person ? each : 0),
            0,
          );
          expect(sum).toBeLessThanOrEqual(1 + 1e-9);
        }
      },
    ),
  );
});
