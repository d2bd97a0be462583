import type { KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { LIMITS } from "@accord/exchange";
import { AccordError } from "@accord/vocabulary";
import { CompactEncrypt, compactDecrypt } from "jose";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/**
 * A message as it travels: JSON, compressed, then encrypted to the partner's key (JWE, ECDH-ES on X25519 with
 * A256GCM), so that a proxy that ends TLS sees nothing.
 */
export async function sealMessage(
  plain: Uint8Array,
  recipient: KeyObject,
  recipientKeyId: string,
): Promise<string> {
  return new CompactEncrypt(await compress(plain, { level: 6 }))
    .setProtectedHeader({ alg: "ECDH-ES", enc: "A256GCM", kid: recipientKeyId, typ: "accord-message" })
    .encrypt(recipient);
}

/** @throws AccordError `transport.unreadable` where it was not sealed for this node, or is too large once opened */
export async function openMessage(sealed: string, own: KeyObject): Promise<Buffer> {
  try {
    const { plaintext } = await compactDecrypt(sealed, own, {
      keyManagementAlgorithms: ["ECDH-ES"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    return await decompress(plaintext, { maxOutputLength: LIMITS.messageBytes });
  } catch (cause) {
    throw new AccordError("transport.unreadable", "the message is not sealed for this node", {
      remedy: "The partner must use this node's present card.",
      cause,
    });
  }
}
