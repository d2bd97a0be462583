import { createHash } from "node:crypto";

/** SHA-256 of the parts, one after the other: 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** Compares public hashes; it takes no care of timing, as nothing here is secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/**
 * Standard base64 with padding (RFC 4648, 4), and nothing that merely decodes to the same: Buffer is lenient about
 * alphabet, padding and spare bits, so the bytes must encode back to the text. Undefined where they do not.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? new Uint8Array(bytes) : undefined;
}

/** UTF-8 text of the bytes, or undefined where they are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // TypeError is the decoder's only answer to malformed bytes.
    return undefined;
  }
}

export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
