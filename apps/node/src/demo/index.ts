/** The steps of the demo, for the benchmarks. */
export { type Accuracy, compareWithTruth, type TruthComparison } from "./compare-with-truth.ts";
export { type NodeProcess, startNode } from "./node-process.ts";
export { type PopulationFiles, type TrueRegistration, writePopulation } from "./population-files.ts";
export { agree, type Followed, follow, importFingerprints, importPersons, introduce } from "./sharing.ts";
