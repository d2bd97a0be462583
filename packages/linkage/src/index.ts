export type { RuleCount } from "./candidates/block-keys.ts";
export type { UnusableRule } from "./candidates/usable-rules.ts";
export { probabilitiesAmongAlternatives } from "./decide/among-alternatives.ts";
export { type Basis, type BasisDecision, decideBy } from "./decide/decide.ts";
export {
  DEFAULT_FINGERPRINT_BANDS,
  DEFAULT_MARGIN_BITS,
  DEFAULT_POLICY,
  type LinkagePolicy,
} from "./decide/policy.ts";
export type { Decision, Evidence, PairLabel } from "./decide/scored-pair.ts";
export {
  canonicalModel,
  LinkageModel,
  linkageModelSchema,
  modelDigest,
} from "./document/linkage-model.ts";
export { LinkageError } from "./errors.ts";
export { dedupe, link, train } from "./link.ts";
export { type Source, type SourceRow, sourceOfFile } from "./load/source.ts";
export { PERSONS_MODEL, personRow } from "./models/persons.ts";
export { jaroWinkler } from "./names/jaro-winkler.ts";
export { type NameKeys, nameKeys } from "./names/name-keys.ts";
export { areForms, fullNames } from "./names/nicknames.ts";
export { nameSimilarity } from "./names/similarity.ts";
export { type StandardName, standardiseName } from "./names/standard-name.ts";
export { type PlannedStatement, planSql } from "./plan/plan-sql.ts";
export type { BiometricEvidence, LinkageRecord } from "./record.ts";
export {
  type Accuracy,
  type AccuracyAtThreshold,
  accuracyByThreshold,
  accuracyOf,
  bestThreshold,
  type JudgedPair,
} from "./report/accuracy.ts";
export {
  type ClericalEstimate,
  clericalSample,
  estimateFromSample,
  type Stratum,
} from "./report/clerical-sample.ts";
export type { Completeness } from "./report/completeness.ts";
export { ageBand, errorsByGroup, type GroupErrors, type GroupedPair } from "./report/group-errors.ts";
export { type LevelWeight, levelWeights, type ReportedModel } from "./report/match-weights.ts";
export { measureRecords, type RecordMeasures } from "./report/measure-records.ts";
export { type Reliability, reliabilityOf } from "./report/reliability.ts";
export { type ReportContent, reportFiles } from "./report/report.ts";
export { completenessChart } from "./report/svg/completeness-chart.ts";
export { groupErrorsChart } from "./report/svg/group-errors-chart.ts";
export { mAndUChart } from "./report/svg/m-u-chart.ts";
export { matchWeightChart } from "./report/svg/match-weight-chart.ts";
export { reliabilityChart } from "./report/svg/reliability-chart.ts";
export { thresholdChart } from "./report/svg/threshold-chart.ts";
export { unlinkablesChart } from "./report/svg/unlinkables-chart.ts";
export { waterfallChart } from "./report/svg/waterfall-chart.ts";
export { type UnlinkableShare, unlinkableShares } from "./report/unlinkables.ts";
export { percentOf, type WaterfallStep, waterfallOf } from "./report/waterfall.ts";
export { type Share, shareOf } from "./report/wilson-interval.ts";
export type {
  BlockingReport,
  DecidedPair,
  Label,
  LinkageResult,
  RunOptions,
  RunProgress,
  RunStep,
} from "./run/options.ts";
export type { ScoredState } from "./run/scored-state.ts";
export type { Training } from "./run/train.ts";
export { explainPair, type UndecidedPair } from "./score/undecided-pair.ts";
export {
  type StandardAddress,
  standardiseAddress,
  standardisePostcode,
} from "./standard/address.ts";
export {
  type DateHints,
  type DateOrder,
  dateOrderOf,
  type StandardDate,
  standardiseDate,
} from "./standard/date.ts";
export { type StandardEmail, standardiseEmail } from "./standard/email.ts";
export { type StandardPhone, standardisePhone } from "./standard/phone.ts";
export {
  levelsOf,
  type PlaceRow,
  type PlaceTable,
  placeDistanceKilometres,
  placeTable,
  type StandardPlace,
  sharedLevels,
  standardisePlace,
} from "./standard/place.ts";
export { standardiseSex } from "./standard/sex.ts";
export type { ColumnProfile } from "./suggest/column-profile.ts";
export { type ColumnRole, recogniseColumn } from "./suggest/recognise-column.ts";
export { type Suggestion, suggest } from "./suggest/suggest-from-tables.ts";
export { type RecognisedColumn, suggestModel } from "./suggest/suggest-model.ts";
export { columnNamed, columnsOf, readColumns, type TextRow, type TextTable } from "./table/read-columns.ts";
export { equalityRules, writeStandardRecords } from "./table/standard-records.ts";
export { writeTable } from "./table/write-table.ts";
export type { SessionReport } from "./train/sessions.ts";
export type { TrainingReport } from "./train/train-model.ts";
