import { createHash } from "node:crypto";

/**
 * SHA-256 of a batch's content, in hexadecimal. Both ledgers hold it, so that each side can show later that the other
 * received exactly this; the pseudonyms in it are per agreement, so the digest tells an outsider nothing.
 */
export function commitmentOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
