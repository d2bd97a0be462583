import type { Disk, Written } from "../world/disk.ts";
import { emptyTables, type Rows, type Table, type TableMaps } from "./rows.ts";

/** A transaction under way: what it wrote over what is committed. */
export class Draft {
  readonly #base: TableMaps;
  readonly #written = new Map<Table, Map<string, unknown>>();

  constructor(base: TableMaps) {
    this.#base = base;
  }

  get<T extends Table>(table: T, key: string): Rows[T] | undefined {
    const own = this.#written.get(table);
    return own?.has(key) ? (own.get(key) as Rows[T] | undefined) : this.#base[table].get(key);
  }

  put<T extends Table>(table: T, key: string, row: Rows[T]): void {
    this.#of(table).set(key, row);
  }

  drop(table: Table, key: string): void {
    if (this.get(table, key) !== undefined) this.#of(table).set(key, undefined);
  }

  /** All rows of a table whose key begins so, in the order of their keys. */
  rows<T extends Table>(table: T, prefix = ""): readonly (readonly [key: string, row: Rows[T]])[] {
    const own = this.#written.get(table);
    const found: [string, Rows[T]][] = [];
    for (const [key, row] of this.#base[table]) {
      if (key.startsWith(prefix) && !own?.has(key)) found.push([key, row]);
    }
    for (const [key, row] of own ?? []) {
      if (row !== undefined && key.startsWith(prefix)) found.push([key, row as Rows[T]]);
    }
    return found.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  count(name: string): number {
    const next = this.get("meta", name) ?? 0;
    this.put("meta", name, next + 1);
    return next;
  }

  written(): Written {
    const rows = [...this.#written].flatMap(([table, keys]) =>
      [...keys].map(([key, row]) => [table, key, row] as const),
    );
    return { rows };
  }

  #of(table: Table): Map<string, unknown> {
    const standing = this.#written.get(table) ?? new Map<string, unknown>();
    this.#written.set(table, standing);
    return standing;
  }
}

/** What a store needs of the machine that it runs on. */
export interface Machine {
  readonly disk: Disk;
  /** A call to the store begins or ends: it takes some time, may fail, or may be the last thing that the process did. */
  call(name: string): Promise<{ done(): Promise<void> }>;
  /** Time that a sync of the disk takes. */
  syncing(): Promise<void>;
  /** True where the store lets the transaction begin anew once, as a serialisation failure does. */
  conflicts(): boolean;
  committed(written: Written): void;
}

/** A node's store in one process: what the disk holds when it opens, then one transaction after the other. */
export class SimulatedStore {
  readonly tables: TableMaps = emptyTables();
  readonly #machine: Machine;
  #last: Promise<unknown> = Promise.resolve();

  constructor(machine: Machine) {
    this.#machine = machine;
    for (const { rows } of machine.disk.recover()) applyRows(this.tables, rows);
  }

  get machine(): Machine {
    return this.#machine;
  }

  /** One at a time, all or nothing, on the disk before it answers. */
  transaction<T>(work: (draft: Draft) => Promise<T>): Promise<T> {
    const mine = this.#last.then(() => this.#transact(work));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #transact<T>(work: (draft: Draft) => Promise<T>): Promise<T> {
    const { disk } = this.#machine;
    if (this.#machine.conflicts()) await work(new Draft(this.tables));
    const draft = new Draft(this.tables);
    const result = await work(draft);
    const commit = await this.#machine.call("commit");
    const written = draft.written();
    if (written.rows.length > 0) {
      disk.write(written);
      await this.#machine.syncing();
      disk.sync();
      applyRows(this.tables, written.rows);
      this.#machine.committed(written);
    }
    await commit.done();
    return result;
  }
}

export function applyRows(tables: TableMaps, rows: Written["rows"]): void {
  for (const [table, key, row] of rows) {
    const map = tables[table as Table] as Map<string, unknown>;
    if (row === undefined) map.delete(key);
    else map.set(key, row);
  }
}
