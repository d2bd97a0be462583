import { equalBytes } from "./bytes.ts";
import { NO_PREVIOUS, openEntry } from "./entry/seal.ts";
import type { TreeHead } from "./ledger.ts";
import { CompactRange } from "./merkle/compact-range.ts";
import { leafHash } from "./merkle/hash.ts";
import type { StoredEntry } from "./storage.ts";

export type LedgerVerdict =
  | ({ readonly kind: "sound" } & TreeHead)
  | {
      readonly kind: "broken";
      /** The first entry that is not as it was written, as far as can be told. */
      readonly index: number;
      readonly reason: "hash" | "malformed" | "chain" | "missing" | "root";
    };

/**
 * Recomputes a ledger from its entries: canonical form, chain and root.
 *
 * `hash`: the bytes do not have the hash given beside them. `malformed`: the bytes are no entry. `chain`: the entry does
 * not follow from the one before, so this one or the one before is not as it was written. `missing`: fewer entries than
 * the checkpoint counts. `root`: all follow from each other and yet the checkpoint's root is another, so they were
 * rewritten; `index` is the checkpoint's last entry, which differs for sure, and earlier ones may.
 *
 * Without a checkpoint, entries cut off at the end or rewritten from some point on cannot be noticed: verify against
 * one that the partner cosigned.
 *
 * @param entries the whole ledger in order, as bytes or with the hashes kept beside them
 * @param against size and root of a checkpoint whose signatures were verified
 */
export async function verifyLedger(
  entries: Iterable<StoredEntry | Uint8Array> | AsyncIterable<StoredEntry | Uint8Array>,
  against?: TreeHead,
): Promise<LedgerVerdict> {
  const range = new CompactRange();
  let previous = NO_PREVIOUS;
  if (against?.size === 0 && !equalBytes(range.root(), against.root))
    return { kind: "broken", index: 0, reason: "root" };
  for await (const item of entries) {
    const index = range.size;
    const bytes = item instanceof Uint8Array ? item : item.bytes;
    const leaf = leafHash(bytes);
    if (!(item instanceof Uint8Array) && !equalBytes(leaf, item.leafHash)) {
      return { kind: "broken", index, reason: "hash" };
    }
    const chained = previousOf(bytes);
    if (chained === undefined) return { kind: "broken", index, reason: "malformed" };
    if (!equalBytes(chained, previous)) return { kind: "broken", index, reason: "chain" };
    range.append(leaf);
    previous = leaf;
    if (range.size === against?.size && !equalBytes(range.root(), against.root)) {
      return { kind: "broken", index, reason: "root" };
    }
  }
  if (against !== undefined && range.size < against.size) {
    return { kind: "broken", index: range.size, reason: "missing" };
  }
  return { kind: "sound", size: range.size, root: range.root() };
}

function previousOf(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return openEntry(bytes).previous;
  } catch {
    // Whatever is wrong with the bytes, the verdict is the same.
    return undefined;
  }
}
