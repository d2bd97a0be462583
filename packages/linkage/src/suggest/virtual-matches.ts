import { hashOf } from "../engine/hash.ts";
import type { BlockingKey } from "./attributes.ts";

/** A key with how many records have it on each side. */
export interface MeasuredKey extends BlockingKey {
  /** Number of its attribute. */
  readonly attribute: number;
  /** Attributes that its rule may take no further key of. */
  readonly excludes: readonly number[];
  readonly filledLeft: number;
  readonly filledRight: number;
}

export const VIRTUAL_MATCHES = 4000;

/** A number in [0, 1) that belongs to a text: the same on every run. */
const chance = (text: string) => hashOf(text) / 2 ** 32;

/**
 * For each key, which of a number of imagined matching pairs agree on it. Some pairs are written with more care than
 * others, so that errors come together; keys of one list are nested, the finest first.
 *
 * @param keys lists of nested keys, as an attribute gives them.
 * @returns a set of flags for each key, in the order of the lists.
 */
export function virtualMatches(keys: readonly (readonly MeasuredKey[])[]): Uint8Array[][] {
  return keys.map((nested, list) => {
    const agreeing = nested.map(() => new Uint8Array(VIRTUAL_MATCHES));
    for (let pair = 0; pair < VIRTUAL_MATCHES; pair++) {
      // From a careful pair with a third of the usual errors to a careless one with four times as many.
      const carelessness = 0.33 * 12 ** chance(`care ${pair}`);
      const error = chance(`error ${list} ${pair}`);
      const attribute = nested[0]?.attribute ?? 0;
      const left = chance(`left ${attribute} ${pair}`);
      const right = chance(`right ${attribute} ${pair}`);
      for (const [at, key] of nested.entries()) {
        const lost = Math.min(0.95, (1 - key.kept) * carelessness);
        const flags = agreeing[at];
        if (flags !== undefined && error >= lost && left < key.filledLeft && right < key.filledRight) {
          flags[pair] = 1;
        }
      }
    }
    return agreeing;
  });
}
