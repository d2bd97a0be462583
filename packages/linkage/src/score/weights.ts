import type { LinkageModel } from "../document/linkage-model.ts";
import { areNear, isVoid, levelsOf, type Scheme } from "../document/scheme.ts";
import { sharesOf } from "../train/prior.ts";

/** Bits by which a pattern speaks for "same person", against each alternative. */
export interface PatternWeights {
  /** log2 of prior odds and likelihood ratio against unrelated persons, before rarities. */
  readonly againstRandom: number;
  /** The same against different members of one household. */
  readonly againstMates: number;
}

const bits = (m: number, other: number) => Math.log2(Math.max(m, 1e-12) / Math.max(other, 1e-12));

/** A model's prior and weights in bits. */
export interface WeightTable {
  readonly randomPrior: number;
  readonly matesPrior: number;
  /** By comparison and level from 0, against each alternative. */
  readonly levels: readonly (readonly {
    readonly random: number;
    readonly neighbour: number;
    readonly mates: number;
  }[])[];
}

export function weightTable(model: LinkageModel): WeightTable {
  const shares = sharesOf(model.prior, model.matesPerMatch);
  return {
    randomPrior: Math.log2(shares.match / (1 - shares.match - shares.mates)),
    matesPrior: Math.log2(shares.match / Math.max(shares.mates, 1e-15)),
    levels: model.comparisons.map(({ levels }) =>
      levels.map(({ m, u, neighbour, mate }) => ({
        random: bits(m, u),
        neighbour: bits(m, neighbour ?? u),
        mates: bits(m, mate ?? u),
      })),
    ),
  };
}

/** Prepares scoring of patterns with a model. */
export function patternScorer(model: LinkageModel, scheme: Scheme): (pattern: number) => PatternWeights {
  const { randomPrior, matesPrior, levels: weights } = weightTable(model);
  return (pattern) => {
    let againstRandom = randomPrior;
    let againstMates = matesPrior;
    const levels = levelsOf(scheme, pattern);
    const near = areNear(scheme, levels);
    for (const [column, level] of levels.entries()) {
      const own = level > 0 ? weights[column]?.[level - 1] : undefined;
      if (own === undefined) continue;
      const most = isVoid(scheme, column, levels) ? 0 : Number.POSITIVE_INFINITY;
      againstRandom += Math.min(most, near ? own.neighbour : own.random);
      againstMates += Math.min(most, own.mates);
    }
    return { againstRandom, againstMates };
  };
}

/** log2 odds, before any evidence, that a pair is one person. */
export function priorBits(model: LinkageModel): number {
  return Math.log2(model.prior / (1 - model.prior));
}

/** What each comparison of a pattern said: its level and its bits against unrelated persons (of the area, where it is one). */
export function patternEvidence(
  model: LinkageModel,
  scheme: Scheme,
  pattern: number,
): { comparison: string; level: string; weight: number }[] {
  const evidence: { comparison: string; level: string; weight: number }[] = [];
  const levels = levelsOf(scheme, pattern);
  const near = areNear(scheme, levels);
  for (const [column, level] of levels.entries()) {
    const own = level > 0 ? model.comparisons[column]?.levels[level - 1] : undefined;
    if (own === undefined) continue;
    const most = isVoid(scheme, column, levels) ? 0 : Number.POSITIVE_INFINITY;
    evidence.push({
      comparison: scheme.names[column] ?? "",
      level: own.label,
      weight: Math.min(most, bits(own.m, near ? (own.neighbour ?? own.u) : own.u)),
    });
  }
  return evidence;
}

/** log2 odds against both alternatives at once. */
export function combinedOdds(againstRandom: number, againstMates: number): number {
  return -Math.log2(2 ** -againstRandom + 2 ** -againstMates);
}
