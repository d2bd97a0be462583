import { emptyRoot, nodeHash } from "./hash.ts";

/**
 * The roots of the largest complete subtrees that cover the entries so far, left to right: one for each bit that is
 * set in the size. It is all that appending and the root need, 32 bytes times the logarithm of the size.
 */
export class CompactRange {
  readonly #subtrees: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds the next entry by its leaf hash (32 bytes). */
  append(leaf: Uint8Array): void {
    let carried = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      carried = nodeHash(this.#subtrees.pop()!, carried);
    }
    this.#subtrees.push(carried);
    this.#size++;
  }

  /** RFC 6962's Merkle tree hash of the entries so far: 32 bytes. */
  root(): Uint8Array {
    const last = this.#subtrees.at(-1);
    if (last === undefined) return emptyRoot();
    return this.#subtrees.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }
}
