import { createHash } from "node:crypto";

// Written from the text of RFC 6962, section 2.1, by its recursive definition; it shares nothing with the ledger's tree.

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafOf = (entry: Uint8Array): Buffer => sha256(LEAF, entry);

/** MTH(D[n]): the hash of nothing for an empty list, else split at the largest power of two smaller than n. */
export function rootOf(leaves: readonly Uint8Array[], from = 0, to = leaves.length): Buffer {
  const size = to - from;
  if (size === 0) return sha256();
  if (size === 1) return Buffer.from(leaves[from]!);
  let split = 1;
  while (split * 2 < size) split *= 2;
  return sha256(NODE, rootOf(leaves, from, from + split), rootOf(leaves, from + split, to));
}
