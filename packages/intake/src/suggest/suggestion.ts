import type { Mapping } from "../mapping/mapping.ts";

/** What a column of a file seems to hold. Counts are of the sampled rows. */
export interface ColumnSuggestion {
  readonly column: string;
  /** Attribute or control field, such as `person.birthDate` or `household.key`; undefined where the column is ignored. */
  readonly target: string | undefined;
  /** 0 to 1. */
  readonly confidence: number;
  /** Why, in words, without any value. */
  readonly reason: string;
  readonly filled: number;
  /** Filled cells that the proposed converter can read. */
  readonly readable: number;
  readonly distinct: number;
}

export interface MappingSuggestion {
  readonly mapping: Mapping;
  readonly columns: readonly ColumnSuggestion[];
  /** Columns that the mapping does not use. */
  readonly ignored: readonly string[];
  /** What a person should settle before the mapping is used, such as a key that repeats. */
  readonly questions: readonly string[];
  readonly sampledRows: number;
}
