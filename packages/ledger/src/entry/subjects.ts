import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { compareBytes, fromHex, toHex } from "../bytes.ts";
import { LedgerError } from "../errors.ts";
import { HASH_BYTES, leafHash } from "../merkle/hash.ts";
import { HashTree } from "../merkle/hash-tree.ts";
import { verifyInclusion } from "../merkle/verify-proof.ts";
import type { EntrySubjects } from "./field.ts";

/** Bytes of a person's ledger key, and of a tag. */
export const SUBJECT_KEY_BYTES = 32;
export const NONCE_BYTES = 16;

/**
 * A person's tag in one entry: HMAC-SHA-256 of the entry's nonce under the person's own key. Whoever has the key finds
 * the person's entries; without it a tag is a random number that no other tag of the person resembles, and destroying
 * the key makes every ledger forget.
 *
 * @param key 32 secret bytes of the person
 * @param nonce the entry's, 32 hex digits
 * @throws LedgerError `ledger.range` for a key or a nonce of another length
 */
export function subjectTag(key: Uint8Array, nonce: string): Uint8Array {
  const bytes = fromHex(nonce);
  if (key.length !== SUBJECT_KEY_BYTES || bytes?.length !== NONCE_BYTES) {
    throw new LedgerError("ledger.range", "A person's ledger key has 32 bytes, an entry's nonce 16.", {
      where: key.length === SUBJECT_KEY_BYTES ? "nonce" : "key",
      remedy: "Take the key from the person's envelope and the nonce from the entry.",
    });
  }
  return hmac(sha256, key, bytes);
}

/**
 * The subjects of an entry: the RFC 6962 root over the persons' tags, in ascending order, so that their order says
 * nothing. The tags are kept beside the ledger, not in it.
 *
 * @param keys of the persons, at least one; the same key once
 * @param nonce 16 random bytes, new for each entry
 */
export function subjectsOf(
  keys: readonly Uint8Array[],
  nonce: Uint8Array,
): { readonly subjects: EntrySubjects; readonly tags: readonly Uint8Array[] } {
  const hex = toHex(nonce);
  const tags = keys.map((key) => subjectTag(key, hex)).sort(compareBytes);
  return { subjects: { count: tags.length, nonce: hex, root: toHex(treeOf(tags).root()) }, tags };
}

/** That a person is among an entry's subjects: the tag's place among the others, and the way to their root. */
export interface SubjectProof {
  readonly position: number;
  /** 64 hex digits each. */
  readonly path: readonly string[];
}

/** Undefined where the person is none of the subjects. */
export function proveSubject(
  key: Uint8Array,
  subjects: EntrySubjects,
  tags: readonly Uint8Array[],
): SubjectProof | undefined {
  const tag = subjectTag(key, subjects.nonce);
  const position = tags.findIndex((each) => compareBytes(each, tag) === 0);
  if (position < 0) return undefined;
  return { position, path: treeOf(tags).inclusionProof(position).map(toHex) };
}

/** Whether the proof shows that the person with this key is among the entry's subjects. Never throws. */
export function verifySubject(key: Uint8Array, subjects: EntrySubjects, proof: SubjectProof): boolean {
  const root = fromHex(subjects.root);
  const path = proof.path.map(fromHex);
  if (root === undefined || key.length !== SUBJECT_KEY_BYTES || subjects.nonce.length !== 2 * NONCE_BYTES)
    return false;
  if (path.some((hash) => hash?.length !== HASH_BYTES)) return false;
  return verifyInclusion({
    leaf: leafHash(subjectTag(key, subjects.nonce)),
    index: proof.position,
    size: subjects.count,
    root,
    proof: path as Uint8Array[],
  });
}

function treeOf(tags: readonly Uint8Array[]): HashTree {
  const tree = new HashTree();
  for (const tag of tags) tree.append(leafHash(tag));
  return tree;
}
