/** How good an engine is on a set of impressions, by the protocol of the Fingerprint Verification Competitions. */
export { type Estimate, type EstimatedRates, estimateErrorRates } from "./bootstrap.ts";
export { type ComparisonSet, comparisonsOf, type Protocol } from "./comparisons.ts";
export { drawDetectionErrorTradeoff } from "./det-plot.ts";
export {
  detectionErrorTradeoff,
  type ErrorRates,
  errorRates,
  errorRatesOf,
  type OperatingPoint,
  type WeightedScores,
  weightedScores,
} from "./error-rates.ts";
export {
  errorVersusReject,
  type RatedComparisons,
  type RejectPoint,
  thresholdAt,
} from "./error-versus-reject.ts";
export { type Axis, type Curve, drawLinePlot, type LinePlot } from "./line-plot.ts";
