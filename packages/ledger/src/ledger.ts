import { equalBytes } from "./bytes.ts";
import type { LedgerEntry } from "./entry/entry.ts";
import { NO_PREVIOUS, openEntry, sealEntry } from "./entry/seal.ts";
import { LedgerError } from "./errors.ts";
import { leafHash } from "./merkle/hash.ts";
import { HashTree } from "./merkle/hash-tree.ts";
import type { LedgerStorage, StoredEntry } from "./storage.ts";
import { formatBundle } from "./tile/bundle.ts";
import { TILE_WIDTH, type TileName } from "./tile/path.ts";
import { tileOf } from "./tile/source.ts";

const PAGE_ENTRIES = 1024;

/** An entry that was appended, with its place. */
export interface AppendedEntry extends StoredEntry {
  readonly index: number;
}

/** What a checkpoint says: the size and the root at that size. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * An append-only log of entries, chained and hashed into a Merkle tree.
 *
 * Appending reads and writes the given storage alone and keeps nothing in memory, so a transaction that is rolled back
 * takes its entries with it. Roots and proofs come from a tree in memory that is caught up with the storage at each
 * call; because each entry's hash covers all before it, comparing the last one says whether tree and storage agree.
 * Whatever is called inside a transaction takes storage bound to it as `within`: an embedded store has one connection,
 * and would wait for that transaction for ever.
 */
export class Ledger {
  readonly #storage: LedgerStorage;
  #tree = new HashTree();

  private constructor(storage: LedgerStorage) {
    this.#storage = storage;
  }

  /**
   * Opens a ledger and recomputes every hash from the entries that are stored.
   *
   * @throws LedgerError `ledger.storage_damaged`, naming the first index whose bytes, hash or chain is broken
   */
  static async open(storage: LedgerStorage): Promise<Ledger> {
    const ledger = new Ledger(storage);
    await ledger.#caughtUp(storage);
    return ledger;
  }

  /**
   * Appends an entry. Concurrent appends are for the storage to refuse (its unique index) and the caller to retry.
   *
   * @param within storage bound to the caller's transaction; the ledger's own where left out
   * @throws LedgerError `ledger.entry_malformed`, `ledger.entry_too_large`; what the storage throws
   */
  async append(entry: LedgerEntry, within: LedgerStorage = this.#storage): Promise<AppendedEntry> {
    const index = await within.size();
    const previous = index === 0 ? NO_PREVIOUS : (await readExactly(within, index - 1, index))[0]!.leafHash;
    const bytes = sealEntry(entry, previous);
    const hash = leafHash(bytes);
    await within.append(index, bytes, hash);
    return { index, bytes, leafHash: hash };
  }

  /** How many entries there are, and the root over them. */
  async head(within: LedgerStorage = this.#storage): Promise<TreeHead> {
    const { tree, size } = await this.#caughtUp(within);
    return { size, root: tree.root(size) };
  }

  /**
   * RFC 6962 root (32 bytes) of the first `size` entries; of all where left out.
   *
   * @throws LedgerError `ledger.range`
   */
  async root(size?: number, within: LedgerStorage = this.#storage): Promise<Uint8Array> {
    const now = await this.#caughtUp(within);
    return now.tree.root(upTo(now.size, size));
  }

  /**
   * The audit path of the entry at `index` in the tree of the first `size` entries, from the leaf up.
   *
   * @throws LedgerError `ledger.range`
   */
  async inclusionProof(
    index: number,
    size?: number,
    within: LedgerStorage = this.#storage,
  ): Promise<Uint8Array[]> {
    const now = await this.#caughtUp(within);
    return now.tree.inclusionProof(index, upTo(now.size, size));
  }

  /**
   * The proof that the first `oldSize` entries are the beginning of the first `size`.
   *
   * @throws LedgerError `ledger.range`
   */
  async consistencyProof(
    oldSize: number,
    size?: number,
    within: LedgerStorage = this.#storage,
  ): Promise<Uint8Array[]> {
    const now = await this.#caughtUp(within);
    return now.tree.consistencyProof(oldSize, upTo(now.size, size));
  }

  /**
   * A tile of hashes or a bundle of entries (C2SP tlog-tiles); undefined where the log has not grown so far. A partial
   * one is given for every width that was reached, as a checkpoint of that size may have been signed.
   *
   * @param upToSize where given, as far as the log is told
   */
  async tile(
    name: TileName,
    within: LedgerStorage = this.#storage,
    upToSize = Number.MAX_SAFE_INTEGER,
  ): Promise<Uint8Array | undefined> {
    const now = await this.#caughtUp(within);
    const { tree } = now;
    const size = Math.min(now.size, upToSize);
    const { level, index, width } = name;
    const first = index * TILE_WIDTH;
    if (level === "entries") {
      if (first + width > size) return undefined;
      return formatBundle((await readExactly(within, first, first + width)).map(({ bytes }) => bytes));
    }
    return first + width > Math.floor(size / TILE_WIDTH ** level)
      ? undefined
      : tileOf(tree, { ...name, level });
  }

  /** The entries `from` (included) to `to` (excluded; to the end where left out), read a page at a time, in order. */
  async *entries(
    from = 0,
    to?: number,
    within: LedgerStorage = this.#storage,
  ): AsyncGenerator<AppendedEntry & { readonly entry: LedgerEntry }> {
    const end = to ?? (await within.size());
    for (let start = from; start < end; start += PAGE_ENTRIES) {
      const page = await readExactly(within, start, Math.min(start + PAGE_ENTRIES, end));
      for (const [offset, stored] of page.entries()) {
        yield { index: start + offset, ...stored, entry: openEntry(stored.bytes).entry };
      }
    }
  }

  /**
   * Storage may hold fewer entries than the tree (a transaction was rolled back), more, or others. Two calls may catch
   * up at once: what is read is applied in one synchronous step to the tree as it is then.
   */
  async #caughtUp(storage: LedgerStorage): Promise<{ readonly tree: HashTree; readonly size: number }> {
    const size = await storage.size();
    const base = this.#tree;
    const common = await commonPrefix(base, storage, size);
    const leaves: Uint8Array[] = [];
    let previous = common === 0 ? NO_PREVIOUS : base.leaf(common - 1);
    for (let start = common; start < size; start += PAGE_ENTRIES) {
      const page = await readExactly(storage, start, Math.min(start + PAGE_ENTRIES, size));
      for (const [offset, stored] of page.entries()) {
        previous = checkedLeaf(stored, previous, start + offset);
        leaves.push(previous);
      }
    }
    const asRead = size === 0 || (base.size >= size && equalBytes(base.leaf(size - 1), previous));
    if (asRead) return { tree: base, size };
    const tree = base.size === common ? base : base.truncated(common);
    for (const leaf of leaves) tree.append(leaf);
    this.#tree = tree;
    return { tree, size };
  }
}

/** Entries of the tree that the storage has too: all, in the common case, which one comparison shows. */
async function commonPrefix(tree: HashTree, storage: LedgerStorage, size: number): Promise<number> {
  let agreed = 0;
  let differs = Math.min(tree.size, size) + 1;
  let probe = differs - 1;
  while (differs - agreed > 1) {
    const stored = (await readExactly(storage, probe - 1, probe))[0]!;
    if (equalBytes(stored.leafHash, tree.leaf(probe - 1))) agreed = probe;
    else differs = probe;
    probe = Math.floor((agreed + differs) / 2);
  }
  return agreed;
}

async function readExactly(
  storage: LedgerStorage,
  from: number,
  to: number,
): Promise<readonly StoredEntry[]> {
  const read = await storage.read(from, to);
  if (read.length !== to - from) throw damaged(from + read.length, "The ledger's storage lacks an entry.");
  return read;
}

function checkedLeaf(stored: StoredEntry, previous: Uint8Array, index: number): Uint8Array {
  const leaf = leafHash(stored.bytes);
  if (!equalBytes(leaf, stored.leafHash))
    throw damaged(index, "An entry's bytes do not have the hash kept beside them.");
  let chained: Uint8Array;
  try {
    chained = openEntry(stored.bytes).previous;
  } catch (cause) {
    throw damaged(index, "An entry in the ledger's storage cannot be read.", cause);
  }
  if (!equalBytes(chained, previous))
    throw damaged(index, "An entry does not follow from the one before it.");
  return leaf;
}

function upTo(current: number, size: number | undefined): number {
  if (size === undefined) return current;
  if (size > current) {
    throw new LedgerError("ledger.range", "The ledger has not reached this size.", {
      where: "size",
      remedy: "Ask for a size up to the ledger's own.",
    });
  }
  return size;
}

function damaged(index: number, message: string, cause?: unknown): LedgerError {
  return new LedgerError("ledger.storage_damaged", message, {
    where: `entry ${index}`,
    remedy:
      "Stop the node, keep the store as it is, and compare it with a backup and the partner's checkpoint.",
    ...(cause === undefined ? {} : { cause }),
  });
}
