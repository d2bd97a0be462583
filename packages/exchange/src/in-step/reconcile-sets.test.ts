import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerRange, type DigestSet, RANGES_AT_ONCE, reconcileSets } from "./reconcile-sets.ts";

const digest = (item: number) => createHash("sha256").update(String(item)).digest("hex").slice(0, 32);
const setOf = (items: Iterable<number>): DigestSet => [...new Set(items)].map(digest).sort();
const against = (other: DigestSet, told: string[] = []) => ({
  ask: async (ranges: Parameters<Parameters<typeof reconcileSets>[1]>[0]) => {
    expect(ranges.length).toBeLessThanOrEqual(RANGES_AT_ONCE);
    const answers = ranges.map((range) => answerRange(other, range));
    told.push(JSON.stringify(ranges), JSON.stringify(answers));
    return answers;
  },
});

describe("two sets that should be the same", () => {
  test("are equal after one question where they are", async () => {
    const set = setOf(Array.from({ length: 10_000 }, (_, at) => at));
    const told: string[] = [];
    const found = await reconcileSets(set, against(set, told).ask);
    expect(found).toEqual({ ownOnly: [], theirsOnly: [], rounds: 1, ranges: 1 });
    expect(told.join("").length).toBeLessThan(200);
  });

  test("give exactly what each side alone has, whatever they hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(400), { maxLength: 400 }),
        fc.array(fc.nat(400), { maxLength: 400 }),
        async (one, other) => {
          const [own, theirs] = [setOf(one), setOf(other)];
          const found = await reconcileSets(own, against(theirs).ask);
          expect(found.ownOnly).toEqual(own.filter((item) => !theirs.includes(item)));
          expect(found.theirsOnly).toEqual(theirs.filter((item) => !own.includes(item)));
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([1_000, 16_000, 256_000])(
    "of %i show one difference in rounds that grow with the logarithm",
    async (size) => {
      const all = Array.from({ length: size }, (_, at) => at);
      const told: string[] = [];
      const found = await reconcileSets(setOf(all), against(setOf(all.filter((at) => at !== 77)), told).ask);
      expect(found.ownOnly).toEqual([digest(77)]);
      expect(found.theirsOnly).toEqual([]);
      expect(found.rounds).toBeLessThanOrEqual(Math.ceil(Math.log(size / 24) / Math.log(16)) + 1);
      expect(told.join("").length).toBeLessThan(12_000);
    },
  );
});
