import { OverlapError } from "../errors.ts";
import { TAG_BYTES } from "../set/reblind.ts";

const EMPTY = 0xffffffff;

/**
 * Finds at which tuple a tag stands, for one slot of a set: an open-addressed table over typed arrays, since a set may
 * have millions. Tags are as good as random, so that their first four bytes are the hash.
 */
export class TagIndex {
  readonly #tags: Buffer;
  readonly #places: Uint32Array;
  readonly #mask: number;
  readonly #bytesEach: number;
  readonly #offset: number;

  /** @throws OverlapError `overlap.point_repeated` where a tag stands twice: in an honest set each key is there once. */
  constructor(tags: Uint8Array, slots: number, slot: number) {
    this.#tags = Buffer.from(tags.buffer, tags.byteOffset, tags.length);
    this.#bytesEach = slots * TAG_BYTES;
    this.#offset = slot * TAG_BYTES;
    const tuples = tags.length / this.#bytesEach;
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, tuples * 2)));
    this.#mask = size - 1;
    this.#places = new Uint32Array(size).fill(EMPTY);
    for (let tuple = 0; tuple < tuples; tuple++) this.#add(tuple);
  }

  /** The tuple with the tag that stands at `at` of `tags`, or -1. */
  find(tags: Buffer, at: number): number {
    for (let place = tags.readUInt32LE(at) & this.#mask; ; place = (place + 1) & this.#mask) {
      const tuple = this.#places[place] ?? EMPTY;
      if (tuple === EMPTY) return -1;
      const start = this.#startOf(tuple);
      if (this.#tags.compare(tags, at, at + TAG_BYTES, start, start + TAG_BYTES) === 0) return tuple;
    }
  }

  #add(tuple: number): void {
    const start = this.#startOf(tuple);
    if (this.find(this.#tags, start) !== -1) {
      throw new OverlapError("overlap.point_repeated", "an element stands in the set twice", {
        where: `tuple ${tuple}`,
        remedy: "An honest set has each key once: the partner must find out why its node sent this.",
      });
    }
    let place = this.#tags.readUInt32LE(start) & this.#mask;
    while (this.#places[place] !== EMPTY) place = (place + 1) & this.#mask;
    this.#places[place] = tuple;
  }

  #startOf(tuple: number): number {
    return tuple * this.#bytesEach + this.#offset;
  }
}
