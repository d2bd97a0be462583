import { areNear, levelsOf, type Scheme } from "../document/scheme.ts";

/** Distinct patterns of a set of pairs with how many pairs show each. */
export interface PatternCounts {
  /** Levels of each pattern, row after row, one column per comparison. */
  readonly levels: Uint8Array;
  readonly counts: Float64Array;
  readonly width: number;
}

/** P(level | class) for each comparison; index 0 is level 1 (missing is left out of every likelihood). */
export type LevelProbabilities = readonly (readonly number[])[];

/** What is known of the classes a pair can belong to. */
export interface Classes {
  /** One and the same person. */
  readonly match: LevelProbabilities;
  /** Different members of one household. */
  readonly mates: LevelProbabilities;
  /** Unrelated persons. */
  readonly random: LevelProbabilities;
  /** Unrelated persons of one area, whose names are alike more often. */
  readonly neighbours: LevelProbabilities;
}

export interface Shares {
  readonly match: number;
  readonly mates: number;
}

export function patternCounts(
  scheme: Scheme,
  rows: readonly (readonly [pattern: number, count: number])[],
): PatternCounts {
  const { width } = scheme;
  const ordered = [...rows].sort(([a], [b]) => a - b);
  const levels = new Uint8Array(ordered.length * width);
  const counts = new Float64Array(ordered.length);
  for (const [row, [pattern, count]] of ordered.entries()) {
    levels.set(levelsOf(scheme, pattern), row * width);
    counts[row] = count;
  }
  return { levels, counts, width };
}

/** P(pattern | class), over the comparisons for which `use` is true. */
function likelihood(
  patterns: PatternCounts,
  row: number,
  of: LevelProbabilities,
  use: readonly boolean[] | undefined,
): number {
  let product = 1;
  const offset = row * patterns.width;
  for (let column = 0; column < patterns.width; column++) {
    const level = patterns.levels[offset + column] ?? 0;
    if (level > 0 && (use === undefined || use[column])) product *= of[column]?.[level - 1] ?? 1;
  }
  return product;
}

/** Posterior probability of each class for each pattern: `match`, `mates` (the rest is random). */
export function posteriors(
  scheme: Scheme,
  patterns: PatternCounts,
  classes: Classes,
  shares: Shares,
  use?: readonly boolean[],
): { readonly match: Float64Array; readonly mates: Float64Array } {
  const rows = patterns.counts.length;
  const match = new Float64Array(rows);
  const mates = new Float64Array(rows);
  const randomShare = Math.max(1e-12, 1 - shares.match - shares.mates);
  for (let row = 0; row < rows; row++) {
    const ofMatch = shares.match * likelihood(patterns, row, classes.match, use);
    const ofMates = shares.mates === 0 ? 0 : shares.mates * likelihood(patterns, row, classes.mates, use);
    const unrelated = areNear(scheme, patterns.levels, row * patterns.width)
      ? classes.neighbours
      : classes.random;
    const total = ofMatch + ofMates + randomShare * likelihood(patterns, row, unrelated, use);
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
    if (weight === 0) continue;
    for (let column = 0; column < patterns.width; column++) {
      const level = patterns.levels[row * patterns.width + column] ?? 0;
      const own = sums[column];
      if (level > 0 && own !== undefined) own[level - 1] = (own[level - 1] ?? 0) + weight;
    }
  }
  return sums.map((levels) => {
    const total = levels.reduce((a, b) => a + b, 0);
    return levels.map((sum) => Math.max(sum / total, 1e-9));
  });
}

/** What an EM run came to. */
export interface Estimate {
  readonly match: LevelProbabilities;
  /** Matches expected among the pairs. */
  readonly matches: number;
  readonly pairs: number;
  /** Bits of evidence that a match among these pairs yields on average, over the comparisons trained here. */
  readonly bitsApart: number;
  readonly rounds: number;
  /** Whether the last round changed the number of matches by less than the tolerance. */
  readonly converged: boolean;
}

const MOST_ROUNDS = 100;

/**
 * Expectation-maximisation of the match class on pairs of one blocking rule (Fellegi and Sunter 1969; Winkler
 * 1988). The other classes stay as they are; comparisons the rule presupposes are left out of the
 * likelihood. Priors on m (Dirichlet, around `usual`) keep comparisons with few matches near what is usual.
 */
export function expectationMaximisation(
  scheme: Scheme,
  patterns: PatternCounts,
  classes: Classes,
  presupposed: readonly boolean[],
  options: {
    readonly matesOf: (match: LevelProbabilities) => LevelProbabilities;
    readonly priorStrength?: number;
    readonly hasMates: boolean;
  },
): Estimate {
  const use = presupposed.map((left) => !left);
  const usual = classes.match;
  const total = patterns.counts.reduce((a, b) => a + b, 0);
  let match = classes.match;
  let shares: Shares = { match: 0.1, mates: options.hasMates ? 0.1 : 0 };
  let matches = 0;
  let converged = false;
  let rounds = 0;
  while (rounds < MOST_ROUNDS && !converged) {
    rounds++;
    const posterior = posteriors(
      scheme,
      patterns,
      { ...classes, match, mates: options.matesOf(match) },
      shares,
      use,
    );
    let mates = 0;
    const before = matches;
    matches = 0;
    for (const [row, count] of patterns.counts.entries()) {
      matches += count * (posterior.match[row] ?? 0);
      mates += count * (posterior.mates[row] ?? 0);
    }
    shares = {
      match: (matches + 0.1) / (total + 1),
      mates: options.hasMates ? (mates + 0.1) / (total + 1) : 0,
    };
    match = weightedLevels(patterns, posterior.match, usual, options.priorStrength ?? 20);
    converged = Math.abs(matches - before) < 1e-4 * total ** 0.5;
  }
  const found = posteriors(
    scheme,
    patterns,
    { ...classes, match, mates: options.matesOf(match) },
    shares,
    use,
  );
  const bitsApart = meanEvidence(patterns, found.match, match, classes.random, use);
  return { match, matches, pairs: total, bitsApart, rounds, converged };
}

/** Mean of log2 m/u over pairs weighted by how likely they are matches; what is missing says nothing. */
function meanEvidence(
  patterns: PatternCounts,
  weights: Float64Array,
  match: LevelProbabilities,
  random: LevelProbabilities,
  use: readonly boolean[],
): number {
  let [sum, total] = [0, 0];
  for (const [row, count] of patterns.counts.entries()) {
    const weight = count * (weights[row] ?? 0);
    total += weight;
    for (let column = 0; column < patterns.width; column++) {
      const level = patterns.levels[row * patterns.width + column] ?? 0;
      if (level === 0 || use[column] !== true) continue;
      const [m, u] = [match[column]?.[level - 1] ?? 1, random[column]?.[level - 1] ?? 1];
      sum += weight * Math.log2(Math.max(m, 1e-9) / Math.max(u, 1e-9));
    }
  }
  return total === 0 ? 0 : sum / total;
}
