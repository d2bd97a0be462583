import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LinkageModel } from "../document/linkage-model.ts";
import { schemeOf } from "../document/scheme.ts";
import { PERSONS_MODEL } from "../models/persons.ts";
import { expectationMaximisation, patternCounts, posteriors } from "./expectation-maximisation.ts";

/** Three comparisons of two, two and three levels. */
const MODEL: LinkageModel = {
  ...PERSONS_MODEL,
  comparisons: [2, 2, 3].map((count, column) => ({
    name: `c${column}`,
    tells: "person",
    missing: { kind: "missing", column: "name" },
    levels: Array.from({ length: count }, (_, at) => ({ label: `level ${at}`, m: 1 / count, u: 1 / count })),
  })),
  contradictions: [],
  blocking: [{ name: "all", on: ["name"] }],
};
const SCHEME = schemeOf(MODEL);

const packed = (levels: readonly number[]) =>
  levels.reduce((sum, level, column) => sum + level * (SCHEME.radices[column] ?? 0), 0);

const MATCH = [
  [0.9, 0.1],
  [0.8, 0.2],
  [0.7, 0.2, 0.1],
];
const RANDOM = [
  [0.05, 0.95],
  [0.1, 0.9],
  [0.02, 0.18, 0.8],
];
const SHARE = 0.2;

/** Expected counts of every pattern, were the pairs drawn from the two classes. */
function expectedCounts(pairs: number): [number, number][] {
  const rows: [number, number][] = [];
  for (const a of [1, 2])
    for (const b of [1, 2])
      for (const c of [1, 2, 3]) {
        const of = (classes: readonly (readonly number[])[]) =>
          (classes[0]?.[a - 1] ?? 0) * (classes[1]?.[b - 1] ?? 0) * (classes[2]?.[c - 1] ?? 0);
        rows.push([packed([a, b, c]), pairs * (SHARE * of(MATCH) + (1 - SHARE) * of(RANDOM))]);
      }
  return rows;
}

/** The same EM written plainly: one row a pattern, loops over levels, no mates and no priors on m. */
function plainly(
  rows: readonly (readonly [number, number])[],
  start: readonly (readonly number[])[],
  rounds: number,
) {
  const levelsOf = (pattern: number) =>
    SCHEME.radices.map(
      (radix, column) => Math.floor(pattern / radix) % ((SCHEME.levelCounts[column] ?? 0) + 1),
    );
  let m = start.map((levels) => [...levels]);
  let share = 0.1;
  for (let round = 0; round < rounds; round++) {
    const sums = m.map((levels) => levels.map(() => 0));
    let [matches, total] = [0, 0];
    for (const [pattern, count] of rows) {
      const levels = levelsOf(pattern);
      const of = (classes: readonly (readonly number[])[]) =>
        levels.reduce(
          (product, level, column) => product * (level === 0 ? 1 : (classes[column]?.[level - 1] ?? 1)),
          1,
        );
      const match = share * of(m);
      const posterior = match / (match + (1 - share) * of(RANDOM));
      matches += count * posterior;
      total += count;
      for (const [column, level] of levels.entries()) {
        const own = sums[column];
        if (level > 0 && own !== undefined) own[level - 1] = (own[level - 1] ?? 0) + count * posterior;
      }
    }
    share = matches / total;
    m = sums.map((levels) => {
      const all = levels.reduce((a, b) => a + b, 0);
      return levels.map((sum) => sum / all);
    });
  }
  return { m, share };
}

const START = [
  [0.7, 0.3],
  [0.7, 0.3],
  [0.5, 0.3, 0.2],
];

function estimate(pairs: number) {
  const patterns = patternCounts(SCHEME, expectedCounts(pairs));
  return expectationMaximisation(
    SCHEME,
    patterns,
    { match: START, random: RANDOM, neighbours: RANDOM, mates: RANDOM },
    [false, false, false],
    { matesOf: () => RANDOM, hasMates: false, priorStrength: 1e-6 },
  );
}

describe("expectation-maximisation", () => {
  it("comes back to the classes that the pairs were made of", () => {
    const { match, matches, pairs, converged } = estimate(1e6);
    expect(converged).toBe(true);
    expect(matches / pairs).toBeCloseTo(SHARE, 2);
    for (const [column, levels] of MATCH.entries())
      for (const [level, m] of levels.entries()) expect(match[column]?.[level]).toBeCloseTo(m, 2);
  });

  it("agrees with the same method written plainly, round for round", () => {
    const found = estimate(1e6);
    const plain = plainly(expectedCounts(1e6), START, found.rounds);
    expect(found.matches / found.pairs).toBeCloseTo(plain.share, 4);
    for (const [column, levels] of plain.m.entries())
      for (const [level, m] of levels.entries()) expect(found.match[column]?.[level]).toBeCloseTo(m, 4);
  });

  it("does not count what is missing as a disagreement", () => {
    const classes = { match: MATCH, random: RANDOM, neighbours: RANDOM, mates: RANDOM };
    const one = patternCounts(SCHEME, [[packed([1, 0, 1]), 1]]);
    const shares = { match: 0.1, mates: 0 };
    const expected = (0.1 * 0.9 * 0.7) / (0.1 * 0.9 * 0.7 + 0.9 * 0.05 * 0.02);
    expect(posteriors(SCHEME, one, classes, shares).match[0]).toBeCloseTo(expected, 6);
  });

  it("gives probabilities that sum to one, whatever the counts", () => {
    const counts = fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 1, max: 1e6 }),
      ),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(counts, (rows) => {
        const sums = new Map<number, number>();
        for (const [a, b, c, count] of rows) sums.set(packed([a, b, c]), count);
        const { match } = expectationMaximisation(
          SCHEME,
          patternCounts(SCHEME, [...sums]),
          { match: START, random: RANDOM, neighbours: RANDOM, mates: RANDOM },
          [false, false, false],
          { matesOf: () => RANDOM, hasMates: false },
        );
        for (const levels of match) expect(levels.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
