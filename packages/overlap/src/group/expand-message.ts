import { createHash } from "node:crypto";

const DIGEST_BYTES = 64;
const BLOCK_BYTES = 128;

/**
 * expand_message_xmd with SHA-512 (RFC 9380, section 5.3.1) to 64 bytes, which is what ristretto255's one-way map takes
 * and one block of the hash: b_1 alone.
 *
 * @param domain the domain separation tag, at most 255 bytes
 */
export function expandMessage(message: Uint8Array, domain: Uint8Array): Uint8Array {
  if (domain.length > 255) throw new RangeError("a domain separation tag has at most 255 bytes");
  const tail = Buffer.concat([domain, Uint8Array.of(domain.length)]);
  const b0 = createHash("sha512")
    .update(new Uint8Array(BLOCK_BYTES))
    .update(message)
    .update(Uint8Array.of(DIGEST_BYTES >> 8, DIGEST_BYTES & 255, 0))
    .update(tail)
    .digest();
  return createHash("sha512").update(b0).update(Uint8Array.of(1)).update(tail).digest();
}
