import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AccordError } from "@accord/vocabulary";

/*
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: version (1 byte), nonce (12), ciphertext, tag (16).
 * A data key seals one person's templates, some tens of messages, far below the 2^32 that random nonces allow.
 */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals bytes under a 32-byte key; `context` is authenticated, so that a sealed value cannot be moved elsewhere. */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(context));
  return Buffer.concat([
    Uint8Array.of(VERSION),
    nonce,
    cipher.update(plain),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** @throws AccordError `keys.cannot_unseal` where the key, the context or a byte is not the one that was sealed */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  const head = 1 + NONCE_BYTES;
  if (sealed.length < head + TAG_BYTES || sealed[0] !== VERSION) throw cannotUnseal();
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, head), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const body = sealed.subarray(head, sealed.length - TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch {
    throw cannotUnseal();
  }
}

function cannotUnseal(): AccordError {
  return new AccordError("keys.cannot_unseal", "A sealed value does not open with the node's key.", {
    remedy: "Open the store with the wrapping key under which it was written.",
  });
}
