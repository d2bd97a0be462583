/** What differs between the SQL engines that run a linkage plan. Every text that is compared is ASCII. */
export interface Dialect {
  readonly name: "duckdb" | "spark";
  /** A column's name, quoted. */
  identifier(name: string): string;
  /** A text as a literal. */
  literal(text: string): string;
  jaroWinkler(one: string, other: string): string;
  levenshtein(one: string, other: string): string;
  /** Edits, a swap of neighbours counting as one: exactly 0 or 1, else at least 2. */
  slips(one: string, other: string): string;
  /** Number of items in common of two lists without repetition. */
  itemsInCommon(one: string, other: string): string;
  /** Whether two lists have an item in common. */
  haveItemInCommon(one: string, other: string): string;
  /** A list of the expressions' distinct values, without missing ones. */
  distinctList(expressions: readonly string[]): string;
  /** A list of whole numbers from `from` to `to`, both included. */
  numbers(from: string, to: string): string;
  /** A row for each item of a list, in a select list. */
  explode(list: string): string;
  /** A 64-bit number of a text. */
  keyOf(text: string): string;
  /** Whole-number quotient. */
  quotient(dividend: string, divisor: string): string;
  wholeNumber: string;
  text: string;
}
