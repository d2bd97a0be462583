import type { PrintConditions, SyntheticImpression } from "../prints/impress.ts";
import type { FingerOptions } from "../prints/master-print.ts";

/** One finger to be grown, and its impressions. */
export interface FingerJob {
  /** As `growFinger`'s. */
  readonly seed: number;
  readonly options?: FingerOptions;
  /** One entry an impression; impression k draws from `randomOf(seed, "impression", k)`. */
  readonly impressions: readonly PrintConditions[];
}

export interface FingerImpressions {
  readonly seed: number;
  readonly impressions: readonly SyntheticImpression[];
}
