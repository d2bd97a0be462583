import { createHash } from "node:crypto";
import { TRANSPORT_LIMITS } from "../limits.ts";
import { ChunkedUpload } from "./chunked-upload.ts";

interface Kept {
  readonly plainDigest: string;
  readonly sealed: Buffer | ChunkedUpload;
}

/**
 * Messages as they were sealed, while they are on their way: sealing draws randomness, so that only the very bytes can go
 * on where a connection was cut. In memory alone: after a restart a message is sealed anew and sent from its beginning.
 */
export class SealedMessages {
  readonly #kept = new Map<string, Kept>();

  /** What was sealed of this content under this name, or what `seal` makes of it: whole, or in chunks where it is large. */
  async of(
    name: string,
    plain: Uint8Array,
    seal: () => Promise<Buffer | undefined>,
  ): Promise<Buffer | ChunkedUpload | undefined> {
    const plainDigest = createHash("sha256").update(plain).digest("base64");
    const standing = this.#kept.get(name);
    if (standing?.plainDigest === plainDigest) return standing.sealed;
    const bytes = await seal();
    if (bytes === undefined) return undefined;
    const sealed = bytes.length > TRANSPORT_LIMITS.chunkBytes ? new ChunkedUpload(bytes) : bytes;
    this.#kept.delete(name);
    this.#kept.set(name, { plainDigest, sealed });
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= TRANSPORT_LIMITS.partialMessages) break;
      this.#kept.delete(oldest);
    }
    return sealed;
  }

  letGo(name: string): void {
    this.#kept.delete(name);
  }
}
