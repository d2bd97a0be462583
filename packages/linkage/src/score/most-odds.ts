import type { LinkageModel } from "../document/linkage-model.ts";
import { areNear, isVoid, levelsOf, type Scheme } from "../document/scheme.ts";
import { openFrom } from "../plan/outline-sql.ts";
import { rarityBits } from "../train/rarities.ts";
import { combinedOdds, weightTable } from "./weights.ts";

/** Stands for a level that an outline leaves open; no condition of a scheme names it. */
const OPEN = 255;

/**
 * Prepares an upper bound of the log2 odds of every pair with an outline: each comparison that it leaves open is
 * reckoned at the best of the levels it may still have, and what agrees is reckoned as rare as the model allows. A pair
 * whose bound is too low needs no similarity.
 */
export function mostOdds(model: LinkageModel, scheme: Scheme): (outline: number) => number {
  const { randomPrior, matesPrior, levels: weights } = weightTable(model);
  const open = model.comparisons.map(openFrom);
  const rarities = model.rarities.map((rarity) => {
    const column = rarity.comparison === undefined ? -1 : scheme.names.indexOf(rarity.comparison);
    const wanted = new Set(
      (model.comparisons[column]?.levels ?? []).flatMap(({ label }, at) =>
        rarity.levels?.includes(label) === true ? [at + 1] : [],
      ),
    );
    const most = Math.max(
      0,
      ...[rarity.rare ?? 1, ...Object.values(rarity.common ?? {})].map((share) => rarityBits(rarity, share)),
    );
    return { column, wanted, most };
  });
  return (outline) => {
    const levels = levelsOf(scheme, outline);
    const possible = scheme.names.map((_, column): readonly number[] => {
      const level = levels[column] ?? 0;
      const from = open[column];
      if (from === undefined || level !== from + 1) return [level];
      levels[column] = OPEN;
      // Where `missing` itself is open, the comparison may say nothing.
      const later = (scheme.levelCounts[column] ?? 0) - from;
      return [...(from === 0 ? [0] : []), ...Array.from({ length: later }, (_, at) => level + at)];
    });
    const nearOpen = scheme.near !== undefined && levels[scheme.near[0]] === OPEN;
    const near = areNear(scheme, levels);
    let againstRandom = randomPrior;
    let againstMates = matesPrior;
    for (const [column, choices] of possible.entries()) {
      const said = choices.map((level) => {
        const own = level > 0 ? weights[column]?.[level - 1] : undefined;
        if (own === undefined) return { random: 0, mates: 0 };
        const random = nearOpen ? Math.max(own.random, own.neighbour) : near ? own.neighbour : own.random;
        return { random, mates: own.mates };
      });
      const most = isVoid(scheme, column, levels) ? 0 : Number.POSITIVE_INFINITY;
      againstRandom += Math.min(most, Math.max(...said.map(({ random }) => random)));
      againstMates += Math.min(most, Math.max(...said.map(({ mates }) => mates)));
    }
    for (const { column, wanted, most } of rarities) {
      const applies =
        column < 0 || wanted.size === 0 || (possible[column] ?? []).some((level) => wanted.has(level));
      if (applies) againstRandom += most;
    }
    return combinedOdds(againstRandom, againstMates);
  };
}
