import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../bytes.ts";
import { LedgerError } from "../errors.ts";

/** Bytes of a salt for `commitTo`: as many as the hash has. */
export const SALT_BYTES = 32;

/**
 * A commitment to a batch: HMAC-SHA-256 of its bytes under a random salt that sender and receiver share (it travels
 * beside the batch, encrypted). Both write the same 64 hex digits to their ledgers; an auditor who is shown batch and
 * salt can check them; without the salt the commitment tells nothing, and destroying it makes the entry forget.
 *
 * @param bytes the batch as it was sent, before encryption
 * @param salt 32 random bytes, new for each batch
 * @throws LedgerError `ledger.range` for a salt of another length
 */
export function commitTo(bytes: Uint8Array, salt: Uint8Array): string {
  if (salt.length !== SALT_BYTES) {
    throw new LedgerError("ledger.range", `A commitment's salt has ${SALT_BYTES} bytes.`, {
      where: "salt",
      remedy: "Draw a new salt from a secure random source for each batch.",
    });
  }
  return toHex(hmac(sha256, salt, bytes));
}
