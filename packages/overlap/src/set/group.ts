import { OverlapError } from "../errors.ts";
import type { Stream } from "./stream.ts";

/** Persons of a set whom the partner may tell apart from the others: those of one county, or all under an empty name. */
export interface Group {
  readonly name: string;
  readonly persons: number;
}

/** Persons of all groups together. */
export const personsOf = (groups: readonly Group[]): number =>
  groups.reduce((sum, group) => sum + group.persons, 0);

/** The group of each tuple of a set in its order, as an index. */
export function groupOfEach(groups: readonly Group[]): Uint16Array {
  const of = new Uint16Array(personsOf(groups));
  let at = 0;
  for (const [index, { persons }] of groups.entries()) {
    of.fill(index, at, at + persons);
    at += persons;
  }
  return of;
}

/** An order of the tuples in which each keeps its group and no other trace of where it stood (Fisher and Yates). */
export function shuffleWithin(groups: readonly Group[], stream: Stream): Uint32Array {
  const order = Uint32Array.from({ length: personsOf(groups) }, (_, index) => index);
  let first = 0;
  for (const { persons } of groups) {
    for (let left = persons; left > 1; left--) {
      const one = first + left - 1;
      const other = first + stream.below(left);
      [order[one], order[other]] = [order[other] ?? 0, order[one] ?? 0];
    }
    first += persons;
  }
  return order;
}

/** The tuples of `bytesEach` bytes in another order. */
export function inOrder(tuples: Uint8Array, bytesEach: number, order: Uint32Array): Uint8Array {
  if (tuples.length !== order.length * bytesEach) {
    throw new OverlapError("overlap.set_malformed", "the set has another size than its groups say");
  }
  const moved = new Uint8Array(tuples.length);
  for (const [to, from] of order.entries()) {
    moved.set(tuples.subarray(from * bytesEach, (from + 1) * bytesEach), to * bytesEach);
  }
  return moved;
}
