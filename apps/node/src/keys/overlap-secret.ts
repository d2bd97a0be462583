import { hkdfSync } from "node:crypto";

/**
 * Bytes for one exchange's private set intersection (HKDF-SHA-256, RFC 5869, over a key that never leaves the node): the
 * same each time for the same run and name, so that a scalar need not be stored, and others for each exchange.
 */
export function overlapSecret(
  key: Uint8Array,
  place: { readonly exchange: string; readonly run: string; readonly name: string; readonly length: number },
): Uint8Array {
  const { exchange, run, name, length } = place;
  return new Uint8Array(hkdfSync("sha256", key, exchange, `accord overlap secret\n${run}\n${name}`, length));
}
