/** RFC 6962 hashing and RFC 9162 2.1.3.2, written again: proofs are checked by other code than made them. */
import { createHash, createHmac } from "node:crypto";

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The batch's commitment as both ledgers must hold it, in hexadecimal. */
export const commitmentOf = (bytes: string, salt: string): string =>
  createHmac("sha256", Buffer.from(salt, "base64url")).update(bytes).digest("hex");

/** Whether an entry's bytes stand at `index` of a tree of `size` entries under `root`. */
export function isIncluded(
  entry: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  let hash = sha256(Buffer.of(0), entry);
  let at = index;
  let last = size - 1;
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = sha256(Buffer.of(1), sibling, hash);
      while (at % 2 === 0 && at !== 0) {
        at >>= 1;
        last >>= 1;
      }
    } else hash = sha256(Buffer.of(1), hash, sibling);
    at >>= 1;
    last >>= 1;
  }
  return last === 0 && hash.equals(Buffer.from(root));
}
