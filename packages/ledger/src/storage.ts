/** One entry as it is kept. */
export interface StoredEntry {
  readonly bytes: Uint8Array;
  /** RFC 6962 leaf hash of the bytes, 32 bytes. */
  readonly leafHash: Uint8Array;
}

/**
 * Where a ledger's entries are kept. A store hands in one that is bound to the caller's transaction, so that an entry
 * and the change that it records are kept together or not at all.
 */
export interface LedgerStorage {
  /** How many entries there are. */
  size(): Promise<number>;
  /** Keeps an entry at `index`, which is the size; must fail where an entry is there already (a unique key on index). */
  append(index: number, bytes: Uint8Array, leafHash: Uint8Array): Promise<void>;
  /** The entries `from` (included) to `to` (excluded), in order. */
  read(from: number, to: number): Promise<readonly StoredEntry[]>;
}

/** Keeps entries in memory, for tests and for entries read from a file. */
export function memoryStorage(initial: readonly StoredEntry[] = []): LedgerStorage {
  const entries = [...initial];
  return {
    size: async () => entries.length,
    append: async (index, bytes, leafHash) => {
      if (index !== entries.length) throw new Error(`The next entry is ${entries.length}, not ${index}.`);
      entries.push({ bytes, leafHash });
    },
    read: async (from, to) => entries.slice(from, to),
  };
}
