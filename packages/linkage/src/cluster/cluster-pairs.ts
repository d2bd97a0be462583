import { bitsOf, type LinkagePolicy, probabilityOf } from "../decide/policy.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { isContradictory, levelsOf } from "../document/scheme.ts";
import { pairKey } from "../run/indexed-biometrics.ts";
import type { Prepared } from "../run/prepared.ts";
import type { WeighedPair } from "../run/score.ts";
import { comparePairs } from "../run/scored-rows.ts";
import { combinedOdds, patternScorer, priorBits } from "../score/weights.ts";
import { agglomerate, type Edge } from "./agglomerate.ts";

/** Pairs within a cluster that no rule brought are compared where it has no more records than this. */
const LARGEST_COMPARED = 400;
/** What a pair that is not known counts for while the clusters are first drawn. */
const UNKNOWN_BITS = -2;
/** What a pair counts for that was compared, or is known to share no blocking key, and was not worth keeping. */
const UNLIKELY_BITS = -4;

/**
 * Clusters of records that are one person. Pairs are grouped by average linkage; then all pairs within each group
 * are compared, also those that no blocking rule brought, and the groups drawn once more on all of them.
 *
 * @returns the clusters, and the pairs with those that were compared here.
 */
export async function clusterPairs(
  prepared: Prepared,
  model: LinkageModel,
  pairs: readonly WeighedPair[],
  policy: LinkagePolicy,
): Promise<{ readonly clusters: number[][]; readonly pairs: WeighedPair[] }> {
  const least = bitsOf(policy.linkFrom);
  const edges: Edge[] = pairs.map(({ left, right, weight }) => ({ left, right, bits: weight }));
  const first = agglomerate(edges, Math.min(least, 0), UNKNOWN_BITS);
  const known = new Set(pairs.map(({ left, right }) => pairKey(left, right)));
  const unseen = first
    .filter((cluster) => cluster.length > 2 && cluster.length <= LARGEST_COMPARED)
    .flatMap((cluster) =>
      cluster.flatMap((one, at) =>
        cluster
          .slice(at + 1)
          .filter((other) => !known.has(pairKey(one, other)))
          .map((other): [number, number] => [one, other]),
      ),
    );
  const compared = await weighUnseen(prepared, model, unseen);
  const all = [...pairs, ...compared];
  const clusters = agglomerate(
    all.map(({ left, right, weight }) => ({ left, right, bits: weight })),
    least,
    UNLIKELY_BITS,
  );
  return { clusters, pairs: all };
}

async function weighUnseen(
  prepared: Prepared,
  model: LinkageModel,
  unseen: readonly (readonly [number, number])[],
): Promise<WeighedPair[]> {
  const weigh = patternScorer(model, prepared.scheme);
  const prior = priorBits(model);
  const rows = await comparePairs(prepared, model, unseen);
  return rows.map(([left, right, pattern, rarity]): WeighedPair => {
    const { againstRandom, againstMates } = weigh(pattern);
    const weight = combinedOdds(againstRandom + rarity, againstMates);
    return {
      left,
      right,
      pattern,
      rarityBits: rarity,
      prior,
      weight,
      probability: probabilityOf(weight),
      parts: { biography: weight - prior, household: 0, fingerprints: 0, relativesFingerprints: 0 },
      fingerprintScore: undefined,
      contradictory: isContradictory(prepared.scheme, levelsOf(prepared.scheme, pattern)),
    };
  });
}
