/** One committed transaction as it is written: rows that are put (or taken away, where undefined), by table and key. */
export interface Written {
  readonly rows: readonly (readonly [table: string, key: string, row: unknown])[];
}

class DiskFull extends Error {
  readonly code = "store.failed";

  constructor() {
    super("The database refused a statement (53100).");
  }
}

/**
 * A node's disk: a log of transactions. What was written and not yet synced when the power went is lost from some place
 * on; the record at that place may be torn, and is then dropped by its checksum as a real store's log does.
 */
export class Disk {
  #log: Written[] = [];
  #synced = 0;
  full = false;

  get length(): number {
    return this.#log.length;
  }

  /** @throws DiskFull */
  write(record: Written): void {
    if (this.full) throw new DiskFull();
    this.#log.push(record);
  }

  sync(): void {
    this.#synced = this.#log.length;
  }

  /**
   * The power goes.
   * @param share of the unsynced records that reached the platter, from 0 to 1
   */
  lose(share: number): { readonly lost: number } {
    const unsynced = this.#log.length - this.#synced;
    const lost = unsynced - Math.floor(share * (unsynced + 1));
    if (lost > 0) this.#log.length -= lost;
    this.#synced = this.#log.length;
    return { lost: Math.max(0, lost) };
  }

  recover(): readonly Written[] {
    return this.#log;
  }

  copy(): readonly Written[] {
    return this.#log.slice(0, this.#synced);
  }

  /** A new disk with these transactions on it. */
  replace(log: readonly Written[]): void {
    this.full = false;
    this.#log = [...log];
    this.#synced = this.#log.length;
  }
}
