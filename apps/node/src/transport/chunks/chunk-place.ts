import { createHash } from "node:crypto";
import { TRANSPORT_LIMITS } from "../limits.ts";

/*
 * A sealed message that is larger than a chunk travels in chunks, each a request of its own, in any order and over several
 * connections at once. They are named by the SHA-256 of the whole, so that a chunk that comes again changes nothing, and
 * what came before a connection was cut need not come again.
 */
export const CHUNK_TYPE = "application/vnd.accord.chunk";
export const CHUNK_PATH = "/exchange/chunks/:digest/:bytes/:index";
export const WHOLE_PATH = "/exchange/messages/:digest";

/** In base64url: it stands in a path. */
export const digestOf = (sealed: Uint8Array): string =>
  createHash("sha256").update(sealed).digest("base64url");

export const chunkPath = (digest: string, bytes: number, index: number): string =>
  `/exchange/chunks/${digest}/${bytes}/${index}`;
export const wholePath = (digest: string): string => `/exchange/messages/${digest}`;

export const chunksOf = (bytes: number): number => Math.ceil(bytes / TRANSPORT_LIMITS.chunkBytes);

/** Where a chunk stands in the whole, `[from, to)` in bytes. */
export function chunkRange(bytes: number, index: number): readonly [from: number, to: number] {
  const from = index * TRANSPORT_LIMITS.chunkBytes;
  return [from, Math.min(bytes, from + TRANSPORT_LIMITS.chunkBytes)];
}
