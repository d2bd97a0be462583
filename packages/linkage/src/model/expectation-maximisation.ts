import { areNear, COMPARISONS, levelsOf } from "../comparisons.ts";

/** Distinct patterns of a set of pairs with how many pairs show each. */
export interface PatternCounts {
  /** Levels of each pattern, row after row, one column per comparison. */
  readonly levels: Uint8Array;
  readonly counts: Float64Array;
}

/** P(level | class) for each comparison; index 0 is level 1 (missing is left out of every likelihood). */
export type LevelProbabilities = readonly (readonly number[])[];

/** What is known of the three classes a pair can belong to. */
export interface Classes {
  /** One and the same person. */
  readonly match: LevelProbabilities;
  /** Different members of one household. */
  readonly mates: LevelProbabilities;
  /** Unrelated persons. */
  readonly random: LevelProbabilities;
  /** Unrelated persons of one county, whose names are alike more often; its `place` is that of `random`. */
  readonly neighbours: LevelProbabilities;
}

export interface Shares {
  readonly match: number;
  readonly mates: number;
}

const WIDTH = COMPARISONS.length;

export function patternCounts(rows: readonly (readonly [pattern: number, count: number])[]): PatternCounts {
  const ordered = [...rows].sort(([a], [b]) => a - b);
  const levels = new Uint8Array(ordered.length * WIDTH);
  const counts = new Float64Array(ordered.length);
  for (const [row, [pattern, count]] of ordered.entries()) {
    levels.set(levelsOf(pattern), row * WIDTH);
    counts[row] = count;
  }
  return { levels, counts };
}

/** P(pattern | class), over the comparisons for which `use` is true. */
function likelihood(
  levels: Uint8Array,
  row: number,
  of: LevelProbabilities,
  use: readonly boolean[],
): number {
  let product = 1;
  for (let column = 0; column < WIDTH; column++) {
    const level = levels[row * WIDTH + column] ?? 0;
    if (level > 0 && use[column]) product *= of[column]?.[level - 1] ?? 1;
  }
  return product;
}

/** Posterior probability of each class for each pattern: `match`, `mates` (the rest is random). */
export function posteriors(
  patterns: PatternCounts,
  classes: Classes,
  shares: Shares,
  use: readonly boolean[] = COMPARISONS.map(() => true),
): { readonly match: Float64Array; readonly mates: Float64Array } {
  const rows = patterns.counts.length;
  const match = new Float64Array(rows);
  const mates = new Float64Array(rows);
  const randomShare = Math.max(1e-12, 1 - shares.match - shares.mates);
  for (let row = 0; row < rows; row++) {
    const ofMatch = shares.match * likelihood(patterns.levels, row, classes.match, use);
    const ofMates = shares.mates * likelihood(patterns.levels, row, classes.mates, use);
    const unrelated = areNear(patterns.levels, row * WIDTH) ? classes.neighbours : classes.random;
    const total = ofMatch + ofMates + randomShare * likelihood(patterns.levels, row, unrelated, use);
    if (total > 0) {
      match[row] = ofMatch / total;
      mates[row] = ofMates / total;
    }
  }
  return { match, mates };
}

/** Level shares of patterns weighted by `weights`, drawn towards `usual` as if it had been seen `strength` times. */
export function weightedLevels(
  patterns: PatternCounts,
  weights: Float64Array | undefined,
  usual: LevelProbabilities,
  strength: number,
): number[][] {
  const sums = usual.map((levels) => levels.map((probability) => probability * strength));
  for (let row = 0; row < patterns.counts.length; row++) {
    const weight = (patterns.counts[row] ?? 0) * (weights?.[row] ?? 1);
    for (let column = 0; column < WIDTH; column++) {
      const level = patterns.levels[row * WIDTH + column] ?? 0;
      const own = sums[column];
      if (level > 0 && own !== undefined) own[level - 1] = (own[level - 1] ?? 0) + weight;
    }
  }
  return sums.map((levels) => {
    const total = levels.reduce((a, b) => a + b, 0);
    return levels.map((sum) => Math.max(sum / total, 1e-9));
  });
}

/**
 * Expectation-maximisation of the match class on pairs of one blocking rule (Fellegi and Sunter 1969; Winkler
 * 1988). the other classes stay as they are; comparisons the rule presupposes are left out of the
 * likelihood. Priors on m (Dirichlet, around `usual`) keep comparisons with few matches near what is usual.
 *
 * @returns m of each comparison and the number of matches expected among the pairs.
 */
export function expectationMaximisation(
  patterns: PatternCounts,
  classes: Classes,
  presupposed: readonly boolean[],
  matesOf: (match: LevelProbabilities) => LevelProbabilities,
  priorStrength = 20,
): { readonly match: LevelProbabilities; readonly matches: number } {
  const use = presupposed.map((left) => !left);
  const usual = classes.match;
  const total = patterns.counts.reduce((a, b) => a + b, 0);
  let match = classes.match;
  let shares: Shares = { match: 0.1, mates: 0.1 };
  let matches = 0;
  for (let round = 0; round < 60; round++) {
    const posterior = posteriors(patterns, { ...classes, match, mates: matesOf(match) }, shares, use);
    let mates = 0;
    const before = matches;
    matches = 0;
    for (const [row, count] of patterns.counts.entries()) {
      matches += count * (posterior.match[row] ?? 0);
      mates += count * (posterior.mates[row] ?? 0);
    }
    shares = { match: (matches + 0.1) / (total + 1), mates: (mates + 0.1) / (total + 1) };
    match = weightedLevels(patterns, posterior.match, usual, priorStrength);
    if (Math.abs(matches - before) < 1e-4 * total ** 0.5) break;
  }
  return { match, matches };
}
