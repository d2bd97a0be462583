import type { Dialect } from "../dialect/dialect.ts";
import { type Measure, NAME_POSITIONS } from "../document/condition.ts";
import { bestAssignment, likenessOfParts } from "./name-alignment.ts";

/** Where a condition finds the columns and similarities of a pair. */
export interface ComparedColumns {
  of(side: "l" | "r", column: string): string;
  similarity(column: string, other: string): string;
  alignment(measure: Measure & { readonly kind: "ownPart" | "allParts" | "otherParts" }): string;
}

/**
 * What a statement that compares pairs needs of the two records `l` and `r`, collected while conditions are compiled:
 * their columns, carried along, and similarities that are computed once a pair rather than once a threshold.
 */
export class PairColumns implements ComparedColumns {
  readonly #dialect: Dialect;
  readonly #carried = new Map<string, string>();
  readonly #similarities = new Map<string, string>();
  readonly #names = new Map<string, number>();

  readonly #ofPairs: readonly string[];

  /** @param ofPairs columns that the table of pairs has besides `l` and `r`, carried along. */
  constructor(dialect: Dialect, ofPairs: readonly string[] = []) {
    this.#dialect = dialect;
    this.#ofPairs = ofPairs;
  }

  of(side: "l" | "r", column: string): string {
    const alias = this.#dialect.identifier(`${side}_${column}`);
    this.#carried.set(`${side}.${this.#dialect.identifier(column)}`, alias);
    return alias;
  }

  /** @param needed SQL over the pair's own columns `p.…`: the similarity is missing where it does not hold. */
  similarity(column: string, other: string, needed?: string): string {
    const [l, r] = [`l.${this.#dialect.identifier(column)}`, `r.${this.#dialect.identifier(other)}`];
    const unneeded = needed === undefined ? "" : `WHEN NOT (${needed}) THEN NULL `;
    const sql = `CASE ${unneeded}WHEN ${l} = ${r} THEN 1.0 ELSE ${this.#dialect.jaroWinkler(l, r)} END`;
    const known = this.#similarities.get(sql);
    if (known !== undefined) return known;
    const alias = `similarity${this.#similarities.size}`;
    this.#similarities.set(sql, alias);
    return alias;
  }

  /** `64 × sum of likenesses + code of the first part`, see {@link bestAssignment}. */
  alignment(measure: Measure & { readonly kind: "ownPart" | "allParts" | "otherParts" }): string {
    const known = this.#names.get(measure.column);
    const index = known ?? this.#names.size;
    this.#names.set(measure.column, index);
    const best = `alignment${index}`;
    const own = `(${best} % 64)`;
    const all = this.#dialect.quotient(best, "64");
    switch (measure.kind) {
      case "ownPart":
        return own;
      case "allParts":
        return all;
      case "otherParts":
        return `(${all} - (CASE WHEN ${own} >= 8 THEN ${own} - 8 ELSE ${own} END))`;
    }
  }

  /** The source of a statement: `l`, `r` and all columns asked for, of the pairs in table `pairs`. */
  from(pairs: string, leftTable: string, rightTable: string): string {
    const select = [
      "p.l",
      "p.r",
      ...this.#ofPairs.map((name) => `p.${name}`),
      ...[...this.#carried].map(([column, alias]) => `${column} AS ${alias}`),
      ...[...this.#similarities].map(([sql, alias]) => `${sql} AS ${alias}`),
      ...[...this.#names].flatMap(([column, index]) =>
        NAME_POSITIONS.flatMap((left) =>
          NAME_POSITIONS.map(
            (right) =>
              `${likenessOfParts(this.#dialect, column, left, right)} AS part${index}_${left}${right}`,
          ),
        ),
      ),
    ];
    const joined = `SELECT ${select.join(",\n")} FROM ${pairs} p
      JOIN ${leftTable} l ON l.idx = p.l JOIN ${rightTable} r ON r.idx = p.r`;
    if (this.#names.size === 0) return joined;
    const aligned = [...this.#names.values()].map(
      (index) => `${bestAssignment(`part${index}_`)} AS alignment${index}`,
    );
    return `SELECT l, r, ${[...this.#ofPairs, ...this.#carried.values(), ...this.#similarities.values(), ...aligned].join(", ")}
      FROM (${joined}) measured`;
  }
}
