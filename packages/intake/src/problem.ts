/**
 * What is wrong with one cell, row or file, for the operator to mend. It never holds the value itself: a rejects
 * file travels by mail, and the operator has the original.
 */
export interface Problem {
  /** The column as the file's header names it; empty where the whole row is meant. */
  readonly column: string;
  readonly problem: string;
  readonly remedy: string;
}
