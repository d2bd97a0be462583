export type { BlockingReport } from "./block/candidates.ts";
export { type Basis, type BasisDecision, decideBy } from "./decide/decide.ts";
export {
  DEFAULT_FINGERPRINT_BANDS,
  DEFAULT_MARGIN_BITS,
  DEFAULT_POLICY,
  type LinkagePolicy,
} from "./decide/policy.ts";
export type { Decision, Evidence, PairLabel, ScoredPair, UndecidedPair } from "./decide/scored-pair.ts";
export type { LinkageOptions, LinkageResult, LinkageStep } from "./engine/options.ts";
export { LinkageError } from "./errors.ts";
export { deduplicate, link } from "./link.ts";
export { LinkageModel } from "./model/model.ts";
export { type StandardName, standardiseName } from "./names/standard-name.ts";
export type { BiometricEvidence, LinkageRecord, Records } from "./record.ts";
export type { Column } from "./standardise.ts";
