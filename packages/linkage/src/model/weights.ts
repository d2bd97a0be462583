import { areNamesContrary, areNear, COMPARISONS, comparisonIndex, levelsOf } from "../comparisons.ts";
import type { LinkageModel } from "./model.ts";
import { sharesOf } from "./prior.ts";

/** Bits by which a pattern speaks for "same person", against each alternative. */
export interface PatternWeights {
  /** log2 of prior odds and likelihood ratio against unrelated persons, before name frequencies. */
  readonly againstRandom: number;
  /** The same against different members of one household. */
  readonly againstMates: number;
}

const IDENTIFIERS = [comparisonIndex("identifier"), comparisonIndex("householdIdentifier")];
const ONE_SLIP_APART = 2;

/**
 * Ceiling of the bits of one comparison in a pattern: identifiers that are only near each other say nothing for a pair
 * of which no part of the name agrees, because numbers issued in a row are near each other too.
 */
function mostBits(column: number, levels: Uint8Array): number {
  return IDENTIFIERS.includes(column) && levels[column] === ONE_SLIP_APART && areNamesContrary(levels)
    ? 0
    : Number.POSITIVE_INFINITY;
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
      const cap = mostBits(column, levels);
      againstRandom += Math.min(cap, near ? own.neighbour : own.random);
      againstMates += Math.min(cap, own.mates);
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
      weight: Math.min(mostBits(column, levels), Math.log2(own.m / (near ? own.neighbour : own.u))),
    });
  }
  return evidence;
}

/** log2 odds against both alternatives at once. */
export function combinedOdds(againstRandom: number, againstMates: number): number {
  return -Math.log2(2 ** -againstRandom + 2 ** -againstMates);
}
