import { sha256 as digestOf } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";

/** SHA-256 of the parts, one after the other: 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = digestOf.create();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Compares public hashes; it takes no care of timing, as nothing here is secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Below zero, zero or above, as `a` comes before, is, or comes after `b`. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const difference = a[index]! - b[index]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export const toHex = (bytes: Uint8Array): string => bytesToHex(bytes);

/** The bytes of an even number of hex digits in small letters; undefined where it is none. */
export function fromHex(text: string): Uint8Array | undefined {
  return /^(?:[0-9a-f]{2})*$/.test(text) ? hexToBytes(text) : undefined;
}

export const joined = (...parts: readonly Uint8Array[]): Uint8Array => concatBytes(...parts);

const CHARACTERS_AT_ONCE = 8192;

/** Standard base64 with padding (RFC 4648, 4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += CHARACTERS_AT_ONCE) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHARACTERS_AT_ONCE));
  }
  return btoa(binary);
}

/**
 * Standard base64 with padding, and nothing that merely decodes to the same: `atob` is lenient about padding, blanks
 * and spare bits, so the bytes must encode back to the text. Undefined where they do not.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    // A character outside the alphabet: the caller says what was malformed.
    return undefined;
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : undefined;
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

/** Eight bytes, big-endian. */
export function toUint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** Undefined beyond what a number holds exactly. */
export function fromUint64(bytes: Uint8Array): number | undefined {
  const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined;
}
