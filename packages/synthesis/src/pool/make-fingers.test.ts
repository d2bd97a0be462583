import { expect, test } from "vitest";
import { makeFingers } from "./index.ts";
import makeFinger from "./make-finger.ts";

const conditions = { sensor: "capacitive", difficulty: "ordinary" } as const;

test("fingers come from workers in order, the same to the bit as without them", async () => {
  const jobs = [11, 12, 13].map((seed) => ({ seed, impressions: [conditions, conditions] }));
  const made = await collected(makeFingers(jobs, { workers: 2 }));
  expect(made.map(({ seed }) => seed)).toEqual([11, 12, 13]);
  expect(made[1]).toEqual(makeFinger(jobs[1]!));
  expect(made[0]!.impressions[0]!.image.pixels).not.toEqual(made[0]!.impressions[1]!.image.pixels);
});

test("whoever has enough stops the workers", async () => {
  function* endless() {
    for (let seed = 0; ; seed++) yield { seed, impressions: [] };
  }
  for await (const { seed } of makeFingers(endless(), { workers: 1 })) if (seed === 1) break;
});

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
