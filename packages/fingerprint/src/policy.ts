/**
 * Where to draw the lines on the calibrated scale. The defaults are three bands as WFP has published them for SCOPE's
 * deduplication: below a false match rate of 1e-8 unique, above 1e-12 duplicate, between them a human decides.
 */
export interface FingerprintPolicy {
  readonly version: string;
  /** Scores below are different people. 80 is a false match rate of 1e-8. */
  readonly uniqueBelow: number;
  /** Scores from here on are the same person. 120 is a false match rate of 1e-12. */
  readonly duplicateFrom: number;
}

export const DEFAULT_FINGERPRINT_POLICY: FingerprintPolicy = {
  version: "1",
  uniqueBelow: 80,
  duplicateFrom: 120,
};

export type Band = "unique" | "adjudicate" | "duplicate";

/** The band a fused calibrated score falls into. */
export function band(score: number, policy: FingerprintPolicy = DEFAULT_FINGERPRINT_POLICY): Band {
  if (score >= policy.duplicateFrom) return "duplicate";
  return score < policy.uniqueBelow ? "unique" : "adjudicate";
}
