import type { StandardRecord } from "../standardise.ts";
import type { NameFrequencies } from "./model.ts";

/** Skeletons borne by fewer records than this are not listed: a rare name in a model would point to a person. */
const LEAST_BEARERS = 10;

/** Shares of the skeletons at one position of the name, over both registries. */
export function countNames(records: Iterable<StandardRecord>, position: number): NameFrequencies {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { name } of records) {
    const skeleton = name?.skeletons[position];
    if (skeleton === undefined) continue;
    counts.set(skeleton, (counts.get(skeleton) ?? 0) + 1);
    total++;
  }
  if (total === 0) return { common: {}, rare: 1, agreement: 1 };
  const listed = [...counts]
    .filter(([, count]) => count >= LEAST_BEARERS)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const unlisted = [...counts.values()].filter((count) => count < LEAST_BEARERS);
  const rare =
    unlisted.length === 0 ? 1 / total : unlisted.reduce((a, b) => a + b, 0) / unlisted.length / total;
  let agreement = 0;
  for (const count of counts.values()) agreement += (count / total) ** 2;
  return {
    common: Object.fromEntries(listed.map(([skeleton, count]) => [skeleton, count / total])),
    rare,
    agreement,
  };
}

/** Bits by which agreement on this very name says more (rare) or less (common) than agreement on any name. */
export function frequencyBits(names: NameFrequencies, skeleton: string): number {
  const share = Object.hasOwn(names.common, skeleton) ? (names.common[skeleton] ?? names.rare) : names.rare;
  return Math.max(-6, Math.min(6, Math.log2(names.agreement / share)));
}
