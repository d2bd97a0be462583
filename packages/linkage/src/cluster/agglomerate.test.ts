import fc from "fast-check";
import { expect, it } from "vitest";
import { agglomerate } from "./agglomerate.ts";

it("does not chain two groups together through one edge weaker than theirs", () => {
  const group = (from: number) =>
    [0, 1, 2, 3].flatMap((a) =>
      [0, 1, 2, 3].filter((b) => b > a).map((b) => ({ left: from + a, right: from + b, bits: 8 })),
    );
  const bridge = { left: 3, right: 10, bits: 6 };
  expect(agglomerate([...group(0), ...group(10), bridge], 0, -4)).toEqual([
    [0, 1, 2, 3],
    [10, 11, 12, 13],
  ]);
});

it("holds a doubtful record that most of a group speak for", () => {
  const edges = [
    { left: 1, right: 2, bits: 9 },
    { left: 1, right: 3, bits: 5 },
    { left: 2, right: 3, bits: -1 },
  ];
  expect(agglomerate(edges, 0, -4)).toEqual([[1, 2, 3]]);
});

it("gives the same clusters whatever the order of the edges, and every record in one at most", () => {
  const edge = fc.record({
    left: fc.integer({ min: 0, max: 9 }),
    right: fc.integer({ min: 10, max: 19 }),
    bits: fc.integer({ min: -8, max: 12 }),
  });
  const edges = fc.uniqueArray(edge, { selector: ({ left, right }) => `${left} ${right}`, maxLength: 40 });
  fc.assert(
    fc.property(edges, (all) => {
      const clusters = agglomerate(all, 0, -4);
      expect(agglomerate([...all].reverse(), 0, -4)).toEqual(clusters);
      const members = clusters.flat();
      expect(new Set(members).size).toBe(members.length);
    }),
    { seed: 5, numRuns: 200 },
  );
});
