/**
 * Synthetic populations, registrations and fingerprints with known truth.
 *
 *     const people = population({ people: 5000, seed: 1 });
 *     const iom = register(people, { agency: "IOM", seed: 1 });
 *     const wfp = register(people, { agency: "WFP", seed: 1 });
 *     truth({ iom, wfp }).links; // [["BRV-…", "SCP…"], …]
 */
export { BRAVE_HEADERS, braveRow } from "./brave.ts";
export { csvLine } from "./csv.ts";
export {
  describe,
  describeRegistry,
  type PopulationDescription,
  type RegistryDescription,
} from "./describe.ts";
export { DEFAULT_DIFFICULTY, type Difficulty } from "./difficulty.ts";
export { type DistributionLists, distributionLists } from "./distribution.ts";
export { extractImages, extractLines, extractTemplates } from "./extract.ts";
export { type Agency, COUNTIES, type County, SITES, type Site } from "./places.ts";
export { type Population, type PopulationOptions, population } from "./population.ts";
export { type Capture, type FingersTaken, imageOf, impressionOf, isUsable } from "./prints/capture.ts";
export { compareWithTruth, type TruthComparison, type TruthTolerance } from "./prints/compare-with-truth.ts";
export {
  impress,
  type PrintConditions,
  type SyntheticImpression,
  type TrueMinutia,
} from "./prints/impress.ts";
export { type ImpressionCondition, impression } from "./prints/impression.ts";
export { MasterCache } from "./prints/master-cache.ts";
export { type MasterFinger, masterFinger } from "./prints/master-finger.ts";
export { type FingerOptions, growFinger, type MasterPrint } from "./prints/master-print.ts";
export { PATTERN_CLASSES, type PatternClass } from "./prints/pattern-class.ts";
export {
  PRINT_DIFFICULTIES,
  type PrintDifficulty,
  type PrintDifficultyName,
} from "./prints/print-difficulty.ts";
export { SENSORS, type SensorName, type SensorProfile } from "./prints/sensor-profile.ts";
export { type Random, randomOf } from "./random.ts";
export { type RegisterOptions, type Registry, register } from "./register.ts";
export type {
  Consents,
  RegisteredHousehold,
  RegisteredPerson,
  VulnerabilityRating,
  WrittenBirth,
  WrittenName,
} from "./registered-person.ts";
export { SCOPE_HEADERS, scopeRow } from "./scope.ts";
export type { Category, Relationship, TrueHousehold, TruePerson, VulnerabilityCode } from "./true-person.ts";
export { type Pair, type Truth, truth } from "./truth.ts";
