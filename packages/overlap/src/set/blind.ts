import { elementOf, hashToGroup, multiply, POINT_BYTES, type Scalar } from "../group/ristretto255.ts";
import { Stream } from "./stream.ts";

export interface Blinding {
  readonly scalar: Scalar;
  /** Sets one agreement's and one kind of key's elements apart from all others: a domain separation tag for each slot. */
  readonly domains: readonly string[];
  /** Fills the places of keys that a person has not: 32 secret bytes, other ones for each call. */
  readonly filling: Uint8Array;
}

/**
 * Blinded elements of keys, `scalar` times each key's element, in the order of the keys; a random element where there is
 * no key, so that the partner does not see who has which.
 *
 * @param keys the keys of whole tuples, slot after slot
 */
export function blind(keys: readonly (string | undefined)[], blinding: Blinding): Uint8Array {
  const { scalar, filling } = blinding;
  const domains = blinding.domains.map((domain) => Buffer.from(domain));
  const stream = new Stream(filling);
  const points = new Uint8Array(keys.length * POINT_BYTES);
  for (const [index, key] of keys.entries()) {
    const domain = domains[index % domains.length] ?? Buffer.alloc(0);
    points.set(
      key === undefined
        ? elementOf(stream.bytes(64))
        : multiply(scalar, hashToGroup(Buffer.from(key), domain)),
      index * POINT_BYTES,
    );
  }
  return points;
}
