import { type Cipher, createCipheriv } from "node:crypto";

const BLOCK = 1 << 16;

/** Bytes that nobody tells from random who has not the seed: AES-256 in counter mode over noughts. */
export class Stream {
  readonly #cipher: Cipher;
  #block = Buffer.alloc(0);
  #at = 0;

  /** @param seed 32 secret bytes, used for one stream only */
  constructor(seed: Uint8Array) {
    this.#cipher = createCipheriv("aes-256-ctr", seed, new Uint8Array(16));
  }

  bytes(length: number): Uint8Array {
    const taken = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (this.#at === this.#block.length) {
        this.#block = this.#cipher.update(new Uint8Array(BLOCK));
        this.#at = 0;
      }
      const some = this.#block.subarray(this.#at, this.#at + length - filled);
      taken.set(some, filled);
      filled += some.length;
      this.#at += some.length;
    }
    return taken;
  }

  /** A whole number from 0 to `below` - 1, each as likely; `below` at most 2^32. */
  below(below: number): number {
    const bound = Math.floor(2 ** 32 / below) * below;
    for (;;) {
      const drawn = Buffer.from(this.bytes(4)).readUInt32LE();
      if (drawn < bound) return drawn % below;
    }
  }
}
