import { createHash } from "node:crypto";
import { type Group, shuffleWithin } from "./group.ts";
import type { Stream } from "./stream.ts";

/** A person as this room sees them: a group, and a key or none for each slot; slots are the same on both sides. */
export interface KeyedPerson {
  readonly group: string;
  readonly keys: readonly (string | undefined)[];
}

/** What a side tells of one slot of its set: counts by which the partner judges chance. */
export interface SlotFacts {
  /** Persons who have a key here. */
  readonly held: number;
  /** Those whose key nobody else in the registry has: only these are compared. */
  readonly unique: number;
  /** Keys that exactly two persons have, from which the chance that strangers share one is estimated. */
  readonly twins: number;
}

/** A registry ready to be blinded: tuples in a random order within groups, each with its person's keys. */
export interface KeySet {
  readonly groups: readonly Group[];
  readonly slots: readonly SlotFacts[];
  /** Which person stands at each place, by index into what was given. */
  readonly order: Uint32Array;
  /** The key of the person at `place` for `slot`, at `place * slots + slot`. */
  readonly keys: readonly (string | undefined)[];
}

export interface ArrangeOptions {
  readonly slots: number;
  /** Groups of fewer persons go together into one without a name, so that nobody stands out. */
  readonly smallestGroup: number;
  readonly stream: Stream;
}

/**
 * Arranges persons into the set that is compared. A key that two persons share is left out: it names neither, and how
 * often a blinded value occurs would tell the partner something (a frequent name, a household's phone).
 */
export function arrange(persons: readonly KeyedPerson[], options: ArrangeOptions): KeySet {
  const { slots, smallestGroup, stream } = options;
  const groupOf = namesOf(persons, smallestGroup);
  const names = [...new Set(groupOf)].sort();
  const members = new Map(names.map((name) => [name, [] as number[]]));
  for (const [index, name] of groupOf.entries()) members.get(name)?.push(index);
  const groups = names.map((name) => ({ name, persons: members.get(name)?.length ?? 0 }));
  const grouped = names.flatMap((name) => members.get(name) ?? []);
  const order = shuffleWithin(groups, stream).map((place) => grouped[place] ?? 0);
  const digests = persons.map(({ keys }) =>
    keys.map((key) => (key === undefined ? undefined : digestOf(key))),
  );
  const facts: SlotFacts[] = [];
  const keys = new Array<string | undefined>(persons.length * slots).fill(undefined);
  for (let slot = 0; slot < slots; slot++) {
    const times = new Map<string, number>();
    for (const own of digests) {
      const key = own[slot];
      if (key !== undefined) times.set(key, (times.get(key) ?? 0) + 1);
    }
    let held = 0;
    let unique = 0;
    for (const [place, person] of order.entries()) {
      const digest = digests[person]?.[slot];
      if (digest === undefined) continue;
      held += 1;
      if (times.get(digest) !== 1) continue;
      unique += 1;
      keys[place * slots + slot] = persons[person]?.keys[slot];
    }
    facts.push({ held, unique, twins: [...times.values()].filter((count) => count === 2).length });
  }
  return { groups, slots: facts, order, keys };
}

function namesOf(persons: readonly KeyedPerson[], smallest: number): string[] {
  const sizes = new Map<string, number>();
  for (const { group } of persons) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const small = [...sizes].filter(([, size]) => size < smallest);
  const rest = small.reduce((sum, [, size]) => sum + size, 0);
  const gone = new Set(small.map(([name]) => name));
  // A rest that is itself too small takes the smallest of the other groups with it.
  if (rest > 0 && rest < smallest) {
    const [least] = [...sizes].filter(([name]) => !gone.has(name)).sort(([, a], [, b]) => a - b);
    if (least !== undefined) gone.add(least[0]);
  }
  return persons.map(({ group }) => (gone.has(group) ? "" : group));
}

/** Short, so that the keys of a million persons can be counted in memory. */
const digestOf = (key: string): string => createHash("sha256").update(key).digest("base64").slice(0, 22);
