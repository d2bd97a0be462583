/** What is counted of two sets, without the group: it loads no WebAssembly. */
export { personsOf } from "../set/group.ts";
export { countsOf, type PairCounts } from "./counts.ts";
export { type Estimate, type EstimatedSide, type EstimateInput, estimate } from "./estimate.ts";
export { MOST_SLOTS, pairsOf, type TuplePair } from "./pairs.ts";
