import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pairsOf } from "../count/pairs.ts";
import { scalarOf } from "../group/ristretto255.ts";
import { blindSet, reblindSet } from "../pool/index.ts";
import { blind } from "./blind.ts";
import { SetCommitment } from "./commitment.ts";
import { inOrder, personsOf, shuffleWithin } from "./group.ts";
import { arrange, type KeyedPerson } from "./key-set.ts";
import { reblind, TAG_BYTES } from "./reblind.ts";
import { Stream } from "./stream.ts";

const stream = (byte = 1) => new Stream(Buffer.alloc(32, byte));
const person = (group: string, ...keys: (string | undefined)[]): KeyedPerson => ({ group, keys });

describe("a set", () => {
  test("leaves out a key that two persons share, and counts it", () => {
    const set = arrange(
      [person("SS01", "a", "x"), person("SS01", "b", "x"), person("SS01", "c", undefined)],
      { slots: 2, smallestGroup: 2, stream: stream() },
    );
    expect(set.slots).toEqual([
      { held: 3, unique: 3, twins: 0 },
      { held: 2, unique: 0, twins: 1 },
    ]);
    expect(set.keys.filter((_, index) => index % 2 === 1)).toEqual([undefined, undefined, undefined]);
    expect(set.keys.filter((_, index) => index % 2 === 0).sort()).toEqual(["a", "b", "c"]);
  });

  test("puts groups of few persons together, and no group but the only one is below the least size", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("SS01", "SS02", "SS03", "SS04"), { maxLength: 60 }),
        fc.integer({ min: 2, max: 10 }),
        (groups, smallestGroup) => {
          const set = arrange(
            groups.map((group, index) => person(group, String(index))),
            { slots: 1, smallestGroup, stream: stream() },
          );
          expect(personsOf(set.groups)).toBe(groups.length);
          if (set.groups.length > 1)
            for (const group of set.groups) expect(group.persons).toBeGreaterThanOrEqual(smallestGroup);
          expect([...set.order].sort((a, b) => a - b)).toEqual(groups.map((_, index) => index));
        },
      ),
    );
  });

  test("shuffles within its groups only, and each order of three is as likely as any other", () => {
    const seen = new Map<string, number>();
    const source = stream(9);
    for (let turn = 0; turn < 6000; turn++) {
      const order = shuffleWithin(
        [
          { name: "a", persons: 3 },
          { name: "b", persons: 1 },
        ],
        source,
      );
      expect(order[3]).toBe(3);
      seen.set(String(order.slice(0, 3)), (seen.get(String(order.slice(0, 3))) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    // 1,000 of each are expected; five standard deviations are 144.
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(144);
  });

  test("in a shuffled answer nothing is left of the order in which it was asked", () => {
    const groups = [{ name: "", persons: 200 }];
    const keys = Array.from({ length: 200 }, (_, index) => `key ${index}`);
    const [one, other] = [scalarOf(randomBytes(64)), scalarOf(randomBytes(64))];
    const points = blind(keys, { scalar: one, domains: ["d"], filling: randomBytes(32) });
    const tags = reblind(points, other);
    const order = shuffleWithin(groups, new Stream(randomBytes(32)));
    const answer = inOrder(tags, TAG_BYTES, order);
    const stay = [...order].filter((from, to) => from === to).length;
    expect(stay).toBeLessThan(8); // one on average; eight has a chance of one in 100,000
    const sorted = (bytes: Uint8Array) =>
      Array.from({ length: 200 }, (_, at) =>
        Buffer.from(bytes.subarray(at * 12, at * 12 + 12)).toString("hex"),
      ).sort();
    expect(sorted(answer)).toEqual(sorted(tags));
    expect(answer).not.toEqual(tags);
  });

  test("has a commitment that any change of an element or of what is told breaks", () => {
    const told = { groups: [{ name: "SS01", persons: 1 }], slots: [{ held: 1, unique: 1, twins: 0 }] };
    const points = randomBytes(32);
    const commitment = new SetCommitment(told).add(points).digest();
    const otherPoints = Buffer.from(points);
    otherPoints[31]! ^= 1;
    expect(new SetCommitment(told).add(otherPoints).digest()).not.toBe(commitment);
    expect(
      new SetCommitment({ ...told, groups: [{ name: "SS01", persons: 2 }] }).add(points).digest(),
    ).not.toBe(commitment);
    expect(new SetCommitment(told).add(points.subarray(0, 16)).add(points.subarray(16)).digest()).toBe(
      commitment,
    );
  });

  test("fills the place of a key that is missing with an element like any other", () => {
    const scalar = scalarOf(randomBytes(64));
    const points = blind(["a", undefined, undefined], { scalar, domains: ["d"], filling: randomBytes(32) });
    const places = [0, 1, 2].map((at) => Buffer.from(points.subarray(at * 32, at * 32 + 32)).toString("hex"));
    expect(new Set(places).size).toBe(3);
    expect(reblind(points, scalar)).toHaveLength(36);
  });

  test("over worker threads is what it is in one", async () => {
    const scalar = scalarOf(randomBytes(64));
    const keys = Array.from({ length: 3000 }, (_, index) => `key ${index}`);
    const blinding = { scalar, domains: ["one", "two"], filling: randomBytes(32) };
    const told: number[] = [];
    const points = await blindSet(keys, blinding, { workers: 2, onProgress: (done) => told.push(done) });
    expect(points).toEqual(blind(keys, blinding));
    expect(told.at(-1)).toBe(1500);
    expect(await reblindSet(points, scalar, { workers: 2 })).toEqual(reblind(points, scalar));
    points[3000 * 32 - 1]! ^= 0x80;
    await expect(reblindSet(points, scalar, { workers: 2 })).rejects.toMatchObject({
      code: "overlap.point_invalid",
    });
  });

  test("over worker threads never fills two places alike", async () => {
    const scalar = scalarOf(randomBytes(64));
    const nothing = new Array<undefined>(3000).fill(undefined);
    const points = await blindSet(
      nothing,
      { scalar, domains: ["d"], filling: randomBytes(32) },
      { workers: 2 },
    );
    const places = Array.from({ length: 3000 }, (_, at) =>
      Buffer.from(points.subarray(at * 32, at * 32 + 32)).toString("hex"),
    );
    expect(new Set(places).size).toBe(3000);
    expect(
      pairsOf(reblind(points.subarray(0, 320), scalar), reblind(points.subarray(320, 640), scalar), 1),
    ).toEqual([]);
  });
});
