/** Counts of persons below this are not told: a figure must not point at somebody. */
export const SMALLEST_TOLD = 10;

/** A count as it may be told; undefined where it is too small, or would give away one that is. */
export type ToldCount = number | undefined;

/**
 * The counts of the parts of one whole. Small ones are held back, zero is told; where exactly one is held back, the whole
 * less the others would tell it, so that the next smallest is held back as well.
 */
export function suppressSmall(counts: readonly number[], smallest = SMALLEST_TOLD): readonly ToldCount[] {
  const held = new Set(counts.flatMap((count, at) => (count > 0 && count < smallest ? [at] : [])));
  if (held.size === 1) {
    const [next] = counts
      .map((count, at) => ({ count, at }))
      .filter(({ count, at }) => count > 0 && !held.has(at))
      .sort((a, b) => a.count - b.count);
    if (next !== undefined) held.add(next.at);
  }
  return counts.map((count, at) => (held.has(at) ? undefined : count));
}
