import { areNear, COMPARISONS, levelsOf } from "../comparisons.ts";
import type { LinkageModel } from "./model.ts";
import { sharesOf } from "./prior.ts";

/** Bits by which a pattern speaks for "same person", against each alternative. */
export interface PatternWeights {
  /** log2 of prior odds and likelihood ratio against unrelated persons, before name frequencies. */
  readonly againstRandom: number;
  /** The same against different members of one household. */
  readonly againstMates: number;
}

/** Prepares scoring of patterns with a model. */
export function patternScorer(model: LinkageModel): (pattern: number) => PatternWeights {
  const shares = sharesOf(model.prior, model.matesPerMatch);
  const randomPrior = Math.log2(shares.match / (1 - shares.match - shares.mates));
  const matesPrior = Math.log2(shares.match / Math.max(shares.mates, 1e-15));
  const bits = model.comparisons.map(({ levels }) =>
    levels.map(({ m, u, neighbour, mate }) => ({
      random: Math.log2(m / u),
      neighbour: Math.log2(m / neighbour),
      mates: Math.log2(m / mate),
    })),
  );
  return (pattern) => {
    let againstRandom = randomPrior;
    let againstMates = matesPrior;
    const levels = levelsOf(pattern);
    const near = areNear(levels);
    for (const [column, level] of levels.entries()) {
      const own = level > 0 ? bits[column]?.[level - 1] : undefined;
      if (own === undefined) continue;
      againstRandom += near ? own.neighbour : own.random;
      againstMates += own.mates;
    }
    return { againstRandom, againstMates };
  };
}

/** log2 odds, before any evidence, that a pair is one person. */
export function priorBits(model: LinkageModel): number {
  return Math.log2(model.prior / (1 - model.prior));
}

/** What each comparison of a pattern said: its level and its bits against unrelated persons (of the county, where it is one). */
export function patternEvidence(
  model: LinkageModel,
  pattern: number,
): { comparison: string; level: string; weight: number }[] {
  const evidence: { comparison: string; level: string; weight: number }[] = [];
  const levels = levelsOf(pattern);
  const near = areNear(levels);
  for (const [column, level] of levels.entries()) {
    const own = level > 0 ? model.comparisons[column]?.levels[level - 1] : undefined;
    if (own === undefined) continue;
    evidence.push({
      comparison: COMPARISONS[column]?.name ?? "",
      level: own.level,
      weight: Math.log2(own.m / (near ? own.neighbour : own.u)),
    });
  }
  return evidence;
}

/** log2 odds against both alternatives at once. */
export function combinedOdds(againstRandom: number, againstMates: number): number {
  return -Math.log2(2 ** -againstRandom + 2 ** -againstMates);
}
