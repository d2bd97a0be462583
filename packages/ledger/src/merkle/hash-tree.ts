import { LedgerError } from "../errors.ts";
import { emptyRoot, HASH_BYTES, nodeHash } from "./hash.ts";

const FIRST_CAPACITY = 256;

/**
 * Every complete subtree's root, by level: level 0 has the leaf hashes, each level above half as many. It grows at the
 * end only, so the roots and proofs of earlier sizes stay. About 64 bytes an entry.
 */
export class HashTree {
  readonly #levels: HashRow[] = [new HashRow()];

  get size(): number {
    return this.#levels[0]!.length;
  }

  /** The leaf hash of the entry at `index`. */
  leaf(index: number): Uint8Array {
    return this.#levels[0]!.at(index);
  }

  /** The hash over the entries `index * 2^level` to `(index + 1) * 2^level`, all of which there must be. */
  node(level: number, index: number): Uint8Array {
    const row = this.#levels[level];
    if (row === undefined || index < 0 || index >= row.length) throw outside("node");
    return row.at(index);
  }

  /** Adds the next entry by its leaf hash (32 bytes). */
  append(leaf: Uint8Array): void {
    let hash = leaf;
    for (let level = 0; ; level++) {
      if (level === this.#levels.length) this.#levels.push(new HashRow());
      const row = this.#levels[level]!;
      row.push(hash);
      if (row.length % 2 === 1) return;
      hash = nodeHash(row.at(row.length - 2), row.at(row.length - 1));
    }
  }

  /** A tree of its own with the first `size` entries of this one. */
  truncated(size: number): HashTree {
    this.#assertSize(size);
    const copy = new HashTree();
    for (let index = 0; index < size; index++) copy.append(this.leaf(index));
    return copy;
  }

  /** RFC 6962 2.1: the root of the first `size` entries. */
  root(size: number = this.size): Uint8Array {
    this.#assertSize(size);
    return size === 0 ? emptyRoot() : this.#hashOf(0, size);
  }

  /** RFC 6962 2.1.1: the audit path of entry `index` in the tree of the first `size` entries, from the leaf up. */
  inclusionProof(index: number, size: number = this.size): Uint8Array[] {
    this.#assertSize(size);
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw outside("index");
    const path: Uint8Array[] = [];
    let start = 0;
    let end = size;
    while (end - start > 1) {
      const middle = start + largestPowerOfTwoBelow(end - start);
      if (index < middle) {
        path.push(this.#hashOf(middle, end));
        end = middle;
      } else {
        path.push(this.#hashOf(start, middle));
        start = middle;
      }
    }
    return path.reverse();
  }

  /**
   * RFC 6962 2.1.2: the proof that the tree of `oldSize` entries is the beginning of the tree of `size`. Empty where
   * the sizes are equal or `oldSize` is 0.
   */
  consistencyProof(oldSize: number, size: number = this.size): Uint8Array[] {
    this.#assertSize(size);
    if (!Number.isSafeInteger(oldSize) || oldSize < 0 || oldSize > size) throw outside("oldSize");
    if (oldSize === 0 || oldSize === size) return [];
    const proof: Uint8Array[] = [];
    let start = 0;
    let end = size;
    while (end !== oldSize) {
      const middle = start + largestPowerOfTwoBelow(end - start);
      if (oldSize <= middle) {
        proof.push(this.#hashOf(middle, end));
        end = middle;
      } else {
        proof.push(this.#hashOf(start, middle));
        start = middle;
      }
    }
    // RFC 6962's flag b: a subtree that begins at 0 is the old root itself, which the verifier has.
    if (start > 0) proof.push(this.#hashOf(start, end));
    return proof.reverse();
  }

  #hashOf(start: number, end: number): Uint8Array {
    const count = end - start;
    const below = largestPowerOfTwoBelow(count);
    if (count === 1 || below * 2 === count) {
      const level = Math.log2(count);
      return this.#levels[level]!.at(start / count);
    }
    return nodeHash(this.#hashOf(start, start + below), this.#hashOf(start + below, end));
  }

  #assertSize(size: number): void {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size) throw outside("size");
  }
}

/** Hashes one after the other in one buffer that doubles. */
class HashRow {
  #bytes = new Uint8Array(FIRST_CAPACITY * HASH_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(hash: Uint8Array): void {
    const offset = this.#length * HASH_BYTES;
    if (offset === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(hash, offset);
    this.#length++;
  }

  at(index: number): Uint8Array {
    return this.#bytes.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES);
  }
}

/** RFC 6962's k: the largest power of two smaller than n, for n > 1; 1 for n = 1. */
function largestPowerOfTwoBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function outside(where: string): LedgerError {
  return new LedgerError("ledger.range", "The ledger has no such entry or size.", {
    where,
    remedy: "Ask for an index below the size, and for a size that the ledger has reached.",
  });
}
