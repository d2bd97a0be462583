/** What comparing two impressions gave. */
export interface Verification {
  /** -10·log10 of the false match rate at this score, 0 to about 200: 40 is one false match in 10,000 comparisons of different fingers. */
  readonly score: number;
  /** The uncalibrated similarity the score was read from, in nats: what speaks for one finger less what speaks against, above what half of all pairs of different fingers reach. */
  readonly similarity: number;
  /** How the reference is turned to lie on the probe, counter-clockwise, units of 360/256 degrees, 0 to 255 (fractions). */
  readonly rotation: number;
  /** Where the reference's centroid moves, in probe pixels at 500 dpi, y down. */
  readonly shift: { readonly x: number; readonly y: number };
  /** Matched minutiae as indices into both templates, and the evidence each gives in nats. */
  readonly pairs: readonly MinutiaPair[];
  /** What the similarity is made of; the shares add up to it. All 0 where nothing was similar. */
  readonly evidence: EvidenceShares;
}

/** Shares of a similarity in nats. */
export interface EvidenceShares {
  /** The matched pairs and what they keep of their neighbourhood: the sum of their weights. */
  readonly pairs: number;
  /** Minutiae without partner where both impressions show skin. */
  readonly unmatched: number;
  /** How much of what both show, and of what either shows, is matched. */
  readonly coverage: number;
  /** How plainly one alignment stands out among all, less an implausible rotation. */
  readonly alignment: number;
  /** What half of all pairs of different fingers reach, taken off. */
  readonly base: number;
}

export interface MinutiaPair {
  readonly probe: number;
  readonly reference: number;
  readonly weight: number;
}
