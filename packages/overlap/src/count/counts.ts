import { type Group, groupOfEach } from "../set/group.ts";
import type { TuplePair } from "./pairs.ts";

/** What a run tells of two sets: how many pairs agree in which slots, and in which groups their persons stand. */
export interface PairCounts {
  /** Pairs by the slots in which they agree (a bit each, written as a number); slots in which none agrees are absent. */
  readonly bySlots: Readonly<Record<string, number>>;
  /** Pairs by the group of the own person, and by that of the partner's. */
  readonly ownGroups: Readonly<Record<string, number>>;
  readonly partnerGroups: Readonly<Record<string, number>>;
}

export function countsOf(
  pairs: readonly TuplePair[],
  groups: { readonly own: readonly Group[]; readonly partner: readonly Group[] },
): PairCounts {
  const own = groupOfEach(groups.own);
  const partner = groupOfEach(groups.partner);
  return {
    bySlots: tally(pairs.map((pair) => String(pair.slots))),
    ownGroups: tally(pairs.map((pair) => groups.own[own[pair.own] ?? 0]?.name ?? "")),
    partnerGroups: tally(pairs.map((pair) => groups.partner[partner[pair.partner] ?? 0]?.name ?? "")),
  };
}

/** Sorted by name, so that both sides write the same. */
function tally(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
