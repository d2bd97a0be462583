import { expect, test } from "vitest";
import { COMPARISONS, levelsOf, PATTERN_RADICES } from "../comparisons.ts";
import {
  type Classes,
  expectationMaximisation,
  type LevelProbabilities,
  patternCounts,
  posteriors,
} from "./expectation-maximisation.ts";

const column = (name: string) => COMPARISONS.findIndex((comparison) => comparison.name === name);
const SEX = column("sex");
const PHONE = column("phone");
const ORIGIN = column("origin");
const even: LevelProbabilities = COMPARISONS.map(({ levels }) => levels.map(() => 1 / levels.length));

function withLevels(levels: Readonly<Record<number, readonly number[]>>): LevelProbabilities {
  return even.map((own, index) => levels[index] ?? own);
}

const code = (sex: number, phone: number, origin: number) =>
  sex * (PATTERN_RADICES[SEX] ?? 0) +
  phone * (PATTERN_RADICES[PHONE] ?? 0) +
  origin * (PATTERN_RADICES[ORIGIN] ?? 0);

test("a pattern code holds every level of every comparison", () => {
  for (const [index, { levels }] of COMPARISONS.entries()) {
    for (const [level] of levels.entries()) {
      const unpacked = levelsOf((level + 1) * (PATTERN_RADICES[index] ?? 0));
      expect(Array.from(unpacked)).toEqual(COMPARISONS.map((_, at) => (at === index ? level + 1 : 0)));
    }
  }
  const largest = COMPARISONS.reduce(
    (sum, { levels }, at) => sum + levels.length * (PATTERN_RADICES[at] ?? 0),
    0,
  );
  expect(largest).toBeLessThan(2 ** 31);
});

/** Expected counts of a population with known m and u, worked out here without the code under test. */
function population(share: number, m: readonly number[][], u: readonly number[][], total: number) {
  const rows: [number, number][] = [];
  for (const sex of [0, 1]) {
    for (const phone of [0, 1]) {
      for (const origin of [0, 1, 2]) {
        const of = (p: readonly number[][]) =>
          (p[0]?.[sex] ?? 0) * (p[1]?.[phone] ?? 0) * (p[2]?.[origin] ?? 0);
        rows.push([code(sex + 1, phone + 1, origin + 1), total * (share * of(m) + (1 - share) * of(u))]);
      }
    }
  }
  return rows;
}

test("expectation-maximisation recovers m that was put in, with u known", () => {
  const m = [
    [0.97, 0.03],
    [0.7, 0.3],
    [0.8, 0.15, 0.05],
  ];
  const u = [
    [0.5, 0.5],
    [0.001, 0.999],
    [0.05, 0.25, 0.7],
  ];
  const patterns = patternCounts(population(0.2, m, u, 100_000));
  const random = withLevels({ [SEX]: u[0] ?? [], [PHONE]: u[1] ?? [], [ORIGIN]: u[2] ?? [] });
  const start = withLevels({ [SEX]: [0.9, 0.1], [PHONE]: [0.5, 0.5], [ORIGIN]: [0.6, 0.3, 0.1] });
  const classes: Classes = { match: start, mates: random, random, neighbours: random };
  const none = COMPARISONS.map(() => false);
  const { match, matches } = expectationMaximisation(patterns, classes, none, () => random, 0.001);
  expect(matches / 100_000).toBeCloseTo(0.2, 2);
  for (const [index, at] of [SEX, PHONE, ORIGIN].entries()) {
    for (const [level, probability] of (m[index] ?? []).entries()) {
      expect(match[at]?.[level]).toBeCloseTo(probability, 2);
    }
  }
});

test("a posterior is Bayes' rule over the three classes, missing levels left out", () => {
  const match = withLevels({ [SEX]: [0.99, 0.01], [PHONE]: [0.6, 0.4] });
  const mates = withLevels({ [SEX]: [0.5, 0.5], [PHONE]: [0.3, 0.7] });
  const random = withLevels({ [SEX]: [0.5, 0.5], [PHONE]: [0.001, 0.999] });
  const patterns = patternCounts([[code(1, 1, 0), 1]]);
  const found = posteriors(
    patterns,
    { match, mates, random, neighbours: random },
    { match: 0.01, mates: 0.05 },
  );
  const weights = [0.01 * 0.99 * 0.6, 0.05 * 0.5 * 0.3, 0.94 * 0.5 * 0.001];
  const total = weights.reduce((a, b) => a + b, 0);
  expect(found.match[0]).toBeCloseTo((weights[0] ?? 0) / total, 10);
  expect(found.mates[0]).toBeCloseTo((weights[1] ?? 0) / total, 10);
});
