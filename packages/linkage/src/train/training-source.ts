import type { PatternCounts } from "./expectation-maximisation.ts";
import type { PriorSource } from "./prior.ts";

/** One blocking rule's pairs, on which the comparisons it does not presuppose are trained. */
export interface TrainingSession {
  readonly rule: string;
  readonly patterns: PatternCounts;
  readonly presupposed: readonly boolean[];
}

/** What a model is trained on: counts of patterns, never records. */
export interface TrainingSource extends PriorSource {
  /** Pairs drawn at random. */
  readonly random: PatternCounts;
  /** Pairs of one area drawn at random; empty where areas are not known. */
  readonly neighbours: PatternCounts;
  /** Pairs of different members of one household within one registry. */
  readonly mates: PatternCounts;
  readonly sessions: readonly TrainingSession[];
  /** Comparisons of which the candidates hold every pair at the first level. */
  readonly exhausted: readonly boolean[];
  /** By comparison, pairs that agree at its first level and pairs that can, counted over all possible pairs. */
  readonly agreements: readonly ({ readonly agreeing: number; readonly comparable: number } | undefined)[];
  /** By comparison, pairs at its second level, counted over all possible pairs: identifiers one slip apart. */
  readonly slips: readonly (number | undefined)[];
  /** Matches to be expected, as a first guess. */
  readonly expectedMatches: number;
  /** Pairs somebody judged, in patterns; empty where nobody did. */
  readonly labelled?: { readonly matches: PatternCounts; readonly others: PatternCounts } | undefined;
}
