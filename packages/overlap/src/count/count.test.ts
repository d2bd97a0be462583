import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TAG_BYTES } from "../set/reblind.ts";
import { countsOf } from "./counts.ts";
import { estimate } from "./estimate.ts";
import { bits, pairsOf } from "./pairs.ts";

/** Tags of tuples by the keys they stand for; a missing key is a tag that stands nowhere else. */
function tagsOf(side: string, tuples: readonly (readonly (string | undefined)[])[]): Uint8Array {
  const tag = (key: string) => createHash("sha256").update(key).digest().subarray(0, TAG_BYTES);
  return Buffer.concat(
    tuples.flatMap((tuple, place) => tuple.map((key, slot) => tag(key ?? `${side} ${place} ${slot}`))),
  );
}

const complete = (persons: number) => ({ persons, slots: [{ held: persons, unique: persons, twins: 0 }] });

describe("pairs", () => {
  test("that share most keys come first, and nobody is in two", () => {
    const own = tagsOf("own", [
      ["card 1", "name 1"],
      ["card 2", "name 2"],
    ]);
    const partner = tagsOf("partner", [
      ["card 2", "name 1"],
      ["card 1", "name 1 again"],
      ["card 3", "name 2"],
    ]);
    const pairs = pairsOf(own, partner, 2);
    expect(pairs).toHaveLength(2);
    expect(new Set(pairs.map((pair) => pair.own)).size).toBe(2);
    expect(new Set(pairs.map((pair) => pair.partner)).size).toBe(2);
  });

  test("are the same on both sides, whatever the order of the tuples", () => {
    const key = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined });
    const tuples = fc
      .array(fc.tuple(key, key), { maxLength: 15 })
      // In an honest set each key is there once.
      .map((all) =>
        all.map((tuple, place) =>
          tuple.map((value, slot) =>
            value === undefined || all.findIndex((other) => other[slot] === value) !== place
              ? undefined
              : `${slot} ${value}`,
          ),
        ),
      );
    fc.assert(
      fc.property(
        tuples,
        tuples,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (a, b, turns) => {
          const shuffled = <T>(items: readonly T[]): T[] =>
            items
              .map((item) => ({ item, at: turns.next().value }))
              .sort((x, y) => x.at - y.at)
              .map(({ item }) => item);
          const bySlots = (one: Uint8Array, other: Uint8Array) =>
            countsOf(pairsOf(one, other, 2), {
              own: [{ name: "", persons: one.length / 24 }],
              partner: [{ name: "", persons: other.length / 24 }],
            }).bySlots;
          const pad = (side: string, tuples: readonly (readonly (string | undefined)[])[]) =>
            tuples.map((tuple, place) => tuple.map((value, slot) => value ?? `${side} ${place} ${slot}`));
          const [ours, theirs] = [pad("a", a), pad("b", b)];
          expect(bySlots(tagsOf("", shuffled(ours)), tagsOf("", theirs))).toEqual(
            bySlots(tagsOf("", shuffled(theirs)), tagsOf("", ours)),
          );
        },
      ),
    );
  });

  test("are refused where an element stands twice, in the partner's set or in its answer", () => {
    const honest = tagsOf("a", [["1"], ["2"]]);
    const repeated = tagsOf("b", [["3"], ["3"]]);
    expect(() => pairsOf(honest, repeated, 1)).toThrow(
      expect.objectContaining({ code: "overlap.point_repeated" }),
    );
    expect(() => pairsOf(repeated, honest, 1)).toThrow(
      expect.objectContaining({ code: "overlap.point_repeated" }),
    );
    expect(() => pairsOf(honest.subarray(1), honest, 1)).toThrow(
      expect.objectContaining({ code: "overlap.set_malformed" }),
    );
  });

  test("are counted by the groups of both sides", () => {
    const counts = countsOf(
      [
        { own: 0, partner: 2, slots: 3 },
        { own: 2, partner: 0, slots: 1 },
      ],
      {
        own: [
          { name: "SS01", persons: 2 },
          { name: "SS02", persons: 1 },
        ],
        partner: [
          { name: "SS01", persons: 1 },
          { name: "SS02", persons: 2 },
        ],
      },
    );
    expect(counts).toEqual({
      bySlots: { 1: 1, 3: 1 },
      ownGroups: { SS01: 1, SS02: 1 },
      partnerGroups: { SS01: 1, SS02: 1 },
    });
  });
});

describe("the estimate", () => {
  test("is the true number where everybody has exact keys, and its interval has no width", () => {
    fc.assert(
      fc.property(
        fc.nat(400),
        fc.nat(400),
        fc.nat(400),
        fc.integer({ min: 1, max: 3 }),
        (both, a, b, slots) => {
          const all = 2 ** slots - 1;
          const side = (persons: number) => ({
            persons,
            slots: Array.from({ length: slots }, () => ({ held: persons, unique: persons, twins: 0 })),
          });
          expect(
            estimate({
              bySlots: both === 0 ? {} : { [all]: both },
              exact: new Array<boolean>(slots).fill(true),
              sides: [side(both + a), side(both + b)],
            }),
          ).toEqual({ persons: both, low: both, high: both });
        },
      ),
    );
  });

  test("with one exact key that some lack is bounded by who lacks it", () => {
    const side = (persons: number, unique: number) => ({
      persons,
      slots: [{ held: unique, unique, twins: 0 }],
    });
    const found = estimate({
      bySlots: { 1: 300 },
      exact: [true],
      sides: [side(1000, 900), side(2000, 1950)],
    });
    expect(found.low).toBe(300);
    expect(found.high).toBe(450);
    expect(found.persons).toBe(333);
  });

  test("of two independent keys holds the truth about 19 times in 20", () => {
    // A small generator of the test's own, so that it is the same each time.
    let seed = 12345;
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
    const runs = 400;
    const truth = 500;
    let held = 0;
    let sum = 0;
    for (let run = 0; run < runs; run++) {
      const cells: Record<string, number> = {};
      for (let person = 0; person < truth; person++) {
        const mask = (random() < 0.5 ? 1 : 0) | (random() < 0.7 ? 2 : 0);
        if (mask !== 0) cells[mask] = (cells[mask] ?? 0) + 1;
      }
      const side = {
        persons: 5000,
        slots: [
          { held: 2500, unique: 2500, twins: 0 },
          { held: 5000, unique: 5000, twins: 0 },
        ],
      };
      const found = estimate({ bySlots: cells, exact: [true, false], sides: [side, side] });
      sum += found.persons;
      if (found.low <= truth && truth <= found.high) held += 1;
    }
    expect(Math.abs(sum / runs - truth)).toBeLessThan(3);
    expect(held / runs).toBeGreaterThan(0.92);
  });

  test("takes off the pairs that strangers make by a coarse key", () => {
    // Two registries of strangers from one population of 4,000 equally frequent keys.
    let seed = 99;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const registry = () => {
      const times = new Map<number, number>();
      for (let person = 0; person < 2000; person++) {
        const key = random(4000);
        times.set(key, (times.get(key) ?? 0) + 1);
      }
      return times;
    };
    const [a, b] = [registry(), registry()];
    const once = (times: Map<number, number>) =>
      [...times].filter(([, count]) => count === 1).map(([key]) => key);
    const twins = (times: Map<number, number>) => [...times.values()].filter((count) => count === 2).length;
    const common = once(a).filter((key) => b.get(key) === 1).length;
    const side = (times: Map<number, number>) => ({
      persons: 2000,
      slots: [{ held: 2000, unique: once(times).length, twins: twins(times) }],
    });
    const found = estimate({ bySlots: { 1: common }, exact: [false], sides: [side(a), side(b)] });
    expect(common).toBeGreaterThan(250);
    expect(found.low).toBeLessThan(60);
    expect(found.persons).toBeLessThan(common / 2);
  });

  test("is never more than the smaller registry has", () => {
    const mask = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(
        fc.dictionary(mask.map(String), fc.nat(50), { maxKeys: 3 }),
        fc.nat(30),
        (bySlots, more) => {
          const seen = Object.values(bySlots).reduce((total, each) => total + each, 0);
          const side = {
            persons: seen + more,
            slots: [
              { held: seen, unique: seen, twins: 0 },
              { held: seen, unique: seen, twins: 3 },
            ],
          };
          const found = estimate({ bySlots, exact: [true, false], sides: [side, side] });
          expect(found.low).toBeLessThanOrEqual(found.persons);
          expect(found.persons).toBeLessThanOrEqual(found.high);
          expect(found.high).toBeLessThanOrEqual(seen + more);
        },
      ),
    );
  });

  test("of nobody is nobody", () => {
    expect(estimate({ bySlots: {}, exact: [true], sides: [complete(0), complete(10)] })).toEqual({
      persons: 0,
      low: 0,
      high: 0,
    });
    expect(bits(0b1011)).toBe(3);
  });
});
