import { createHmac, diffieHellman, hkdfSync, type KeyObject } from "node:crypto";

/**
 * The pseudonym of a person or household under one agreement: HMAC-SHA-256 with a key that never leaves the node, so
 * that partners cannot join what they see under different agreements, and nobody can guess a person from it.
 */
export function pseudonym(
  key: Uint8Array,
  kind: "person" | "household",
  agreement: string,
  id: string,
): string {
  return createHmac("sha256", key).update(`${kind}\n${agreement}\n${id}`).digest("base64url").slice(0, 27);
}

/**
 * The key under which both parties of an agreement hash values for exact comparison (HKDF-SHA-256, RFC 5869, over
 * their X25519 secret). Only the two nodes can make it; either of them can still try guesses, as docs/protocol.md says.
 */
export function sharedHashKey(own: KeyObject, partner: KeyObject, agreement: string): Uint8Array {
  const secret = diffieHellman({ privateKey: own, publicKey: partner });
  return new Uint8Array(hkdfSync("sha256", secret, agreement, "accord hash transformation", 32));
}
