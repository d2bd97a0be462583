import { TRANSPORT_LIMITS } from "../limits.ts";
import { chunkRange, chunksOf, digestOf } from "./chunk-place.ts";

/** Sends one chunk; answers whether the partner has it, or why not. */
export type SendChunk = (
  upload: { readonly digest: string; readonly bytes: number },
  index: number,
  chunk: Uint8Array,
) => Promise<{ readonly kind: "taken" } | { readonly kind: "failed"; readonly reason: string }>;

/** A sealed message on its way in chunks; what the partner has of it is remembered while the message is tried again. */
export class ChunkedUpload {
  readonly sealed: Uint8Array;
  readonly digest: string;
  readonly #left: Set<number>;
  #underWay: Promise<string | undefined> | undefined;

  constructor(sealed: Uint8Array) {
    this.sealed = sealed;
    this.digest = digestOf(sealed);
    this.#left = new Set(Array.from({ length: chunksOf(sealed.length) }, (_, index) => index));
  }

  /** The partner says that it has not these. */
  missing(chunks: "all" | readonly number[]): void {
    const all = chunksOf(this.sealed.length);
    const named = chunks === "all" ? Array.from({ length: all }, (_, index) => index) : chunks;
    for (const index of named) if (index < all) this.#left.add(index);
  }

  /**
   * Brings over what the partner has not, several chunks at a time as `lanes` lets them; a chunk that fails ends it.
   * Answers why, or undefined where the partner has all. Asked for while it is under way, it is the same one.
   */
  bring(lanes: Lanes, send: SendChunk): Promise<string | undefined> {
    this.#underWay ??= this.#bring(lanes, send).finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #bring(lanes: Lanes, send: SendChunk): Promise<string | undefined> {
    let failure: string | undefined;
    const one = async (index: number): Promise<void> => {
      if (failure !== undefined) return;
      const [from, to] = chunkRange(this.sealed.length, index);
      const of = { digest: this.digest, bytes: this.sealed.length };
      const outcome = await send(of, index, this.sealed.subarray(from, to));
      if (outcome.kind === "taken") this.#left.delete(index);
      else failure ??= outcome.reason;
    };
    await Promise.all([...this.#left].map((index) => lanes.run(() => one(index))));
    return failure;
  }
}

/** So many chunks of all messages to one partner under way at once; the others wait in order. */
export class Lanes {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(lanes: number = TRANSPORT_LIMITS.lanes) {
    this.#free = lanes;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
