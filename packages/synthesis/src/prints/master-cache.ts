import { type FingerOptions, growFinger, type MasterPrint } from "./master-print.ts";

/** Keeps the fingers grown last, each 520 KB, so that further impressions of them cost no growth. */
export class MasterCache {
  readonly #limit: number;
  readonly #fingers = new Map<string, MasterPrint>();

  /** @param limit most fingers kept, at least 1 */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** As `growFinger` of the same seed and options. */
  finger(seed: number, options: FingerOptions = {}): MasterPrint {
    const key = JSON.stringify([seed, options.position, options.patternClass, options.creases]);
    const known = this.#fingers.get(key);
    if (known !== undefined) {
      // Last used, last forgotten.
      this.#fingers.delete(key);
      this.#fingers.set(key, known);
      return known;
    }
    const grown = growFinger(seed, options);
    this.#fingers.set(key, grown);
    if (this.#fingers.size > this.#limit) {
      const [oldest] = this.#fingers.keys();
      this.#fingers.delete(oldest as string);
    }
    return grown;
  }
}
