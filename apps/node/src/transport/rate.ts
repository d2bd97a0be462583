/**
 * How often each of many callers comes: a bucket for each that holds a minute's worth of calls and fills steadily.
 * At most `remembered` callers are kept in mind; the longest unseen is forgotten first.
 */
export class Rate {
  readonly #aMinute: number;
  readonly #remembered: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  /** `nowMilliseconds` need only go forward. */
  constructor(options: {
    readonly aMinute: number;
    readonly remembered: number;
    readonly nowMilliseconds: () => number;
  }) {
    this.#aMinute = options.aMinute;
    this.#remembered = options.remembered;
    this.#now = options.nowMilliseconds;
  }

  /** Counts a call; false where this caller has no more for now. */
  allows(caller: string): boolean {
    const now = this.#now();
    const known = this.#buckets.get(caller) ?? { left: this.#aMinute, at: now };
    const filled = known.left + (Math.max(0, now - known.at) / 60_000) * this.#aMinute;
    const left = Math.min(this.#aMinute, filled);
    // Taken out and put back, so that the map stays in the order in which callers were last seen.
    this.#buckets.delete(caller);
    this.#buckets.set(caller, { left: left >= 1 ? left - 1 : left, at: now });
    if (this.#buckets.size > this.#remembered) {
      const longestUnseen = this.#buckets.keys().next();
      if (longestUnseen.done === false) this.#buckets.delete(longestUnseen.value);
    }
    return left >= 1;
  }
}
