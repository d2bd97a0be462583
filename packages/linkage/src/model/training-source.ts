import type { PatternCounts } from "./expectation-maximisation.ts";
import type { LinkageModel } from "./model.ts";

/** One blocking rule's pairs, on which the comparisons it does not presuppose are trained. */
interface TrainingSession {
  readonly patterns: PatternCounts;
  readonly presupposed: readonly boolean[];
}

export interface TrainingSource {
  /** Pairs drawn at random. */
  readonly random: PatternCounts;
  /** Pairs of one county drawn at random; empty where places are not known. */
  readonly neighbours: PatternCounts;
  /** Pairs of different members of one household within one registry. */
  readonly mates: PatternCounts;
  readonly sessions: readonly TrainingSession[];
  /** Every candidate pair. */
  readonly candidates: PatternCounts;
  /** Comparisons of which the candidates hold every pair that agrees. */
  readonly exhausted: readonly boolean[];
  /** By comparison, pairs whose identifiers are one slip apart (level 2), counted over all possible pairs. */
  readonly slips: readonly (number | undefined)[];
  readonly leftCount: number;
  readonly rightCount: number;
  /** Share of the records that are in a match, as a first guess. */
  readonly expectedShare: number;
  /** All pairs that could be compared. */
  readonly possiblePairs: number;
  /** Mean number of further members in a record's household. */
  readonly matesPerMatch: number;
  readonly nameFrequencies: LinkageModel["nameFrequencies"];
  readonly sharedIdentifierKinds: readonly string[];
}
