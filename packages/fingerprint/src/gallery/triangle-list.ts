import { centre, PreparedTemplate } from "../match/prepared.ts";
import { layMinutiae } from "./segment.ts";
import { binOf, longestSide, Reading, SECTOR_BITS } from "./triangle-bins.ts";
import { Triangles } from "./triangles.ts";

/** Neighbours of a minutia that are joined to triangles in the gallery: about 6 triangles a minutia. */
const NEIGHBOURS = 5;

/** The triangles of the fingers of a block, as the index keeps them. Its memory is used again for the next block. */
export class TriangleList {
  count = 0;
  fingers = 0;
  bin = new Uint32Array(1 << 16);
  /** Number of its finger within the block. */
  finger = new Uint16Array(1 << 16);
  sector = new Uint8Array(1 << 16);
  /** Triangles of each finger. */
  perFinger = new Uint16Array(0);
  readonly #triangles = new Triangles();
  readonly #prepared = new PreparedTemplate();
  readonly #reading = new Reading();

  /** Takes the fingers from `from` to `to`. */
  fill(arrays: Parameters<typeof layMinutiae>[0], from: number, to: number): void {
    this.count = 0;
    this.fingers = to - from;
    this.perFinger = new Uint16Array(to - from);
    for (let finger = from; finger < to; finger++) {
      layMinutiae(arrays, finger, this.#prepared);
      centre(this.#prepared);
      this.#triangles.find(this.#prepared, NEIGHBOURS);
      this.perFinger[finger - from] = this.#triangles.count;
      this.#reserve(this.#triangles.count);
      for (let triangle = 0; triangle < this.#triangles.count; triangle++) this.#add(triangle, finger - from);
    }
  }

  #add(triangle: number, finger: number): void {
    const reading = this.#reading;
    reading.take(this.#prepared, this.#triangles, triangle, longestSide(this.#triangles, triangle));
    this.bin[this.count] = binOf(reading);
    this.finger[this.count] = finger;
    this.sector[this.count++] = reading.direction >> (8 - SECTOR_BITS);
  }

  #reserve(more: number): void {
    if (this.count + more <= this.bin.length) return;
    const { bin, finger, sector } = this;
    const capacity = 2 * (this.count + more);
    this.bin = new Uint32Array(capacity);
    this.finger = new Uint16Array(capacity);
    this.sector = new Uint8Array(capacity);
    this.bin.set(bin);
    this.finger.set(finger);
    this.sector.set(sector);
  }
}
