import { sha256 } from "../bytes.ts";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Bytes of every hash in the tree. */
export const HASH_BYTES = 32;

/** RFC 6962 2.1: the hash of an entry, SHA-256(0x00 || entry). */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(LEAF, entry);
}

/** RFC 6962 2.1: the hash above two, SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right);
}

/** RFC 6962 2.1: the root of no entries, SHA-256(""). */
export function emptyRoot(): Uint8Array {
  return sha256();
}
