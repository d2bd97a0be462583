import { AccordError } from "@accord/vocabulary";
import { TRANSPORT_LIMITS } from "../limits.ts";
import { chunkRange, chunksOf, digestOf } from "./chunk-place.ts";

interface Partial {
  readonly bytes: Buffer;
  readonly missing: Set<number>;
}

/**
 * Sealed messages of partners that are not whole yet, in memory, bounded for each partner: of more messages than that, or
 * more bytes, those that were touched longest ago are let go, and their sender sends them again. Nothing of them is opened
 * before the whole is there and is what its digest says.
 */
export class ReceivedChunks {
  /** By partner, then by digest; the last touched comes last. */
  readonly #partners = new Map<string, Map<string, Partial>>();

  /**
   * Takes a chunk in. One that came before is left.
   * @throws AccordError `transport.chunk_misplaced` where the place is none of such a message, or the chunk not of its size
   */
  take(partner: string, digest: string, bytes: number, index: number, chunk: Uint8Array): void {
    if (!Number.isInteger(bytes) || bytes < 1 || bytes > TRANSPORT_LIMITS.messageBytes) throw misplaced();
    if (!Number.isInteger(index) || index < 0 || index >= chunksOf(bytes)) throw misplaced();
    const [from, to] = chunkRange(bytes, index);
    if (chunk.length !== to - from) throw misplaced();
    const standing = this.#partialOf(partner, digest, bytes);
    if (standing.bytes.length !== bytes) throw misplaced();
    if (standing.missing.delete(index)) standing.bytes.set(chunk, from);
  }

  /**
   * The whole message, which stays until it is let go; or which chunks are missing, of a message that is not known the only thing to
   * say is that all are.
   * @throws AccordError `transport.digest_mismatch` where the whole is not what its name says; it is let go
   */
  whole(
    partner: string,
    digest: string,
  ): { readonly bytes: Buffer } | { readonly missing: "all" | number[] } {
    const partial = this.#partners.get(partner)?.get(digest);
    if (partial === undefined) return { missing: "all" };
    if (partial.missing.size > 0) return { missing: [...partial.missing].sort((a, b) => a - b) };
    if (digestOf(partial.bytes) !== digest) {
      this.letGo(partner, digest);
      throw new AccordError(
        "transport.digest_mismatch",
        "the chunks are not those of the message they name",
        {
          remedy: "Send the message again.",
        },
      );
    }
    return { bytes: partial.bytes };
  }

  letGo(partner: string, digest: string): void {
    this.#partners.get(partner)?.delete(digest);
  }

  #partialOf(partner: string, digest: string, bytes: number): Partial {
    let partials = this.#partners.get(partner);
    if (partials === undefined) {
      partials = new Map();
      this.#partners.set(partner, partials);
    }
    const standing = partials.get(digest) ?? {
      bytes: Buffer.alloc(bytes),
      missing: new Set(Array.from({ length: chunksOf(bytes) }, (_, index) => index)),
    };
    partials.delete(digest);
    partials.set(digest, standing);
    letGo(partials);
    return standing;
  }
}

function letGo(partials: Map<string, Partial>): void {
  let bytes = [...partials.values()].reduce((sum, partial) => sum + partial.bytes.length, 0);
  for (const [digest, partial] of partials) {
    const isBounded =
      partials.size <= TRANSPORT_LIMITS.partialMessages && bytes <= TRANSPORT_LIMITS.partialBytes;
    if (isBounded || partials.size === 1) return;
    partials.delete(digest);
    bytes -= partial.bytes.length;
  }
}

function misplaced(): AccordError {
  return new AccordError("transport.chunk_misplaced", "a chunk does not belong where it says", {
    remedy: "Bring both nodes to the same version.",
  });
}
