/** Seeded draws (mulberry32): the same seed gives the same campaign. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  falls(probability: number): boolean {
    return this.share() < probability;
  }

  oneOf<T>(items: readonly T[]): T {
    return items[this.whole(0, items.length - 1)] as T;
  }

  some<T>(items: readonly T[], probability: number): T[] {
    return items.filter(() => this.falls(probability));
  }
}
