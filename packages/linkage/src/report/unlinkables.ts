/** Share of records that could not be linked at a threshold even to a perfect copy of themselves. */
export interface UnlinkableShare {
  /** Match weight (bits of posterior odds). */
  readonly weight: number;
  readonly probability: number;
  /** 0 to 1. */
  readonly share: number;
}

/**
 * What records say too little about: each record held against itself reaches some weight, and no other record can
 * speak for it more strongly. A registry where many stay under the threshold cannot be linked by these attributes.
 *
 * @param selfWeights posterior log2 odds of each record against itself
 */
export function unlinkableShares(selfWeights: readonly number[]): UnlinkableShare[] {
  const sorted = Float64Array.from(selfWeights).sort();
  const [least, most] = [Math.floor(sorted[0] ?? 0), Math.ceil(sorted[sorted.length - 1] ?? 0)];
  const shares: UnlinkableShare[] = [];
  let under = 0;
  for (let weight = Math.min(least, -5); weight <= Math.max(most, 5); weight++) {
    while (under < sorted.length && (sorted[under] ?? 0) < weight) under++;
    shares.push({
      weight,
      probability: 1 / (1 + 2 ** -weight),
      share: sorted.length === 0 ? 0 : under / sorted.length,
    });
  }
  return shares;
}
