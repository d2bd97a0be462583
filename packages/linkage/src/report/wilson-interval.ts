/** A share with what it may be, given how many it was counted on. */
export interface Share {
  /** 0 to 1; NaN where nothing was counted. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly of: number;
}

/** The 97.5th percentile of the normal distribution: intervals hold the true share 95 times in 100. */
const Z95 = 1.959964;

/** `count` of `of` with its 95% score interval (Wilson 1927), which holds for small numbers and shares near 0 and 1. */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { value: Number.NaN, low: 0, high: 1, count, of };
  const p = count / of;
  const z2 = Z95 * Z95;
  const centre = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z95 / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return {
    value: p,
    low: count === 0 ? 0 : Math.max(0, centre - half),
    high: count === of ? 1 : Math.min(1, centre + half),
    count,
    of,
  };
}
