/** What comparing two impressions gave. */
export interface Verification {
  /** -10·log10 of the false match rate at this score, 0 to about 200: 40 is one false match in 10,000 comparisons of different fingers. */
  readonly score: number;
  /** The uncalibrated similarity the score was read from: a log likelihood ratio in nats before calibration. */
  readonly similarity: number;
  /** How the reference is turned to lie on the probe, counter-clockwise, units of 360/256 degrees, 0 to 255 (fractions). */
  readonly rotation: number;
  /** Where the reference's centroid moves, in probe pixels at 500 dpi, y down. */
  readonly shift: { readonly x: number; readonly y: number };
  /** Matched minutiae as indices into both templates, and the evidence each gives in nats. */
  readonly pairs: readonly MinutiaPair[];
}

export interface MinutiaPair {
  readonly probe: number;
  readonly reference: number;
  readonly weight: number;
}
