/** How many records have a value in a column, by registry. */
export interface Completeness {
  readonly column: string;
  /** 0 to 1, for each registry. */
  readonly filled: readonly number[];
}
