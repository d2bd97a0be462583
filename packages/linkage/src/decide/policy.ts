/** When a pair becomes a link by itself, and when a human is asked. */
export interface LinkagePolicy {
  /** Posterior probability from which a pair is linked automatically. */
  readonly linkFrom: number;
  /** Posterior probability from which a pair waits for a human. */
  readonly adjudicateFrom: number;
  /** Whether a person of one registry is at most one person of the other. */
  readonly oneToOne: boolean;
  /** Bits by which a link must be ahead of its nearest alternative; 4 where not given. */
  readonly marginBits?: number;
  /**
   * Bands of the fingerprint score (−10·log10 FMR). Below `uniqueBelow` fingerprints never decide alone;
   * from `duplicateFrom` they do unless the biography contradicts; between, the biography must support them.
   */
  readonly fingerprintBands?: { readonly uniqueBelow: number; readonly duplicateFrom: number };
}

export const DEFAULT_POLICY: LinkagePolicy = { linkFrom: 0.95, adjudicateFrom: 0.5, oneToOne: true };
export const DEFAULT_MARGIN_BITS = 4;
export const DEFAULT_FINGERPRINT_BANDS = { uniqueBelow: 80, duplicateFrom: 120 };

export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits);
export const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability));
