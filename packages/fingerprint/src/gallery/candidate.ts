/** A subject of the gallery who may be the person searched for. */
export interface Candidate {
  readonly subject: number;
  /** Calibrated score over all fingers compared (Fisher's method), -10·log10 of the false match rate of one comparison of two people. */
  readonly score: number;
  /** log2 likelihood ratio of the same fingers, in bits. */
  readonly weight: number;
  /** Best score of each finger position compared. */
  readonly fingers: readonly FingerScore[];
}

export interface FingerScore {
  readonly position: number;
  readonly score: number;
}
