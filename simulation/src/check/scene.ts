import type { NodeId } from "../model/agreements.ts";
import { emptyTables, type Rows, type Table, type TableMaps } from "../model/rows.ts";
import type { Written } from "../world/disk.ts";

/** That something must never be and was: which invariant, and what was seen. */
export class Violation extends Error {
  readonly invariant: string;

  constructor(invariant: string, words: string) {
    super(words);
    this.invariant = invariant;
  }
}

/** An agreement as a checker reads it: plain JSON of the signed document. */
export interface Document {
  readonly purpose: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly scope: { readonly places: readonly string[] };
  readonly ceilings: { readonly personsPerExchange: number; readonly recordsPerDay: number };
  readonly clauses: readonly {
    readonly from: string;
    readonly attribute: string;
    readonly tier: string;
    readonly transformation: string;
    readonly purposes: readonly string[];
  }[];
}

/** What a checker knows of one node: all rows that are safely on its disk, from the transactions as they were synced. */
export class Mirror {
  readonly id: NodeId;
  tables: TableMaps = emptyTables();
  /** Times that the node was restored from a backup. */
  restorations = 0;

  constructor(id: NodeId) {
    this.id = id;
  }

  apply(rows: Written["rows"]): void {
    for (const [table, key, row] of rows) {
      const map = this.tables[table as Table] as Map<string, unknown>;
      if (row === undefined) map.delete(key);
      else map.set(key, row);
    }
  }

  rows<T extends Table>(table: T): readonly Rows[T][] {
    return [...this.tables[table].values()];
  }
}

/** What all checkers look at. */
export interface Scene {
  readonly mirrors: Readonly<Record<NodeId, Mirror>>;
  readonly documents: ReadonlyMap<string, Document>;
  readonly partner: (id: NodeId) => Mirror;
}

/** A transaction that was synced, as a checker sees it: the mirror holds what was before. */
export interface Commit {
  readonly before: Mirror;
  readonly rows: Written["rows"];
  /** The row of this transaction, or the one before it. */
  get<T extends Table>(table: T, key: string): Rows[T] | undefined;
}

export function commitOf(before: Mirror, rows: Written["rows"]): Commit {
  const own = new Map(rows.map(([table, key, row]) => [`${table} ${key}`, row]));
  return {
    before,
    rows,
    get: (table, key) =>
      (own.has(`${table} ${key}`) ? own.get(`${table} ${key}`) : before.tables[table].get(key)) as never,
  };
}

/** Rows of one table that a transaction put. */
export function put<T extends Table>(
  rows: Written["rows"],
  table: T,
): readonly (readonly [string, Rows[T]])[] {
  return rows.flatMap(([name, key, row]) =>
    name === table && row !== undefined ? [[key, row as Rows[T]] as const] : [],
  );
}

/** A batch as it crosses, as far as checkers read it. */
export interface Batch {
  readonly kind: string;
  readonly flow: string;
  readonly round: number;
  readonly index: number;
  readonly commitment: string;
  readonly salt: string;
  readonly certificate?: string;
  readonly match?: readonly { readonly ref: string; readonly states: States }[];
  readonly persons?: readonly {
    readonly ref: string;
    readonly statements: readonly { readonly id: string; readonly states: States }[];
  }[];
  readonly links?: readonly {
    readonly matcherRef: string;
    readonly supplierRef: string;
    readonly verdict: string;
  }[];
}

export type States = Readonly<Record<string, { readonly state: string; readonly value?: unknown }>>;

/** The persons of whom a batch tells. */
export const refsIn = (batch: Batch): readonly string[] =>
  batch.kind === "batch"
    ? [...(batch.match ?? []), ...(batch.persons ?? [])].map((record) => record.ref)
    : [];

export const personOf = (ref: string): string => ref.replace(/^ref-/, "");

export const sameValue = (a: unknown, b: unknown): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
