/**
 * Randomness of one history. Each draw is a pure function of the seed, a label and how often that label was drawn
 * before: taking an event out of a history leaves the draws of all others as they were, so that a failing history can
 * be made shorter without becoming another one.
 */
export class Draw {
  readonly #seed: number;
  readonly #streams = new Map<string, number>();

  /** @param seed a whole number from 0 */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** From 0 (included) to 1 (excluded). */
  unit(label: string): number {
    const before = this.#streams.get(label) ?? mixed(hashOf(label) ^ mixed(this.#seed));
    const state = (before + 0x9e3779b9) | 0;
    this.#streams.set(label, state);
    return (mixed(state) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number from `from` (included) to `to` (excluded). */
  whole(label: string, from: number, to: number): number {
    return from + Math.floor(this.unit(label) * (to - from));
  }

  chance(label: string, probability: number): boolean {
    return this.unit(label) < probability;
  }

  one<T>(label: string, of: readonly T[]): T {
    return of[this.whole(label, 0, of.length)] as T;
  }
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}

/** The finaliser of MurmurHash3: every bit of the input changes half of the output. */
function mixed(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) | 0;
}
