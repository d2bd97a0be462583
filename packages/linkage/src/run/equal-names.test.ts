import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LinkageModel } from "../document/linkage-model.ts";
import { openDatabase } from "../engine/database.ts";
import { dedupe, link } from "../link.ts";

const MANY = 1_000_000;
const TIMEOUT_MILLISECONDS = 300_000;
const MEMORY_BYTES = 1e9;

const same = (column: string) => ({ kind: "same", column }) as const;

/** Names alone bring a block of everybody; the phone can split it. */
const MODEL: LinkageModel = {
  format: "accord-linkage/1",
  id: ["id"],
  columns: [
    { name: "name", from: [["name"]], standard: "name" },
    { name: "phone", from: [["phone"]], standard: "key" },
  ],
  comparisons: [
    {
      name: "name",
      tells: "person",
      trainedOnPairs: 1000,
      missing: { kind: "missing", column: "name" },
      levels: [
        { label: "same", m: 0.9, u: 0.01, when: same("name") },
        { label: "different", m: 0.1, u: 0.99 },
      ],
    },
    {
      name: "phone",
      tells: "person",
      trainedOnPairs: 1000,
      missing: { kind: "missing", column: "phone" },
      levels: [
        { label: "same", m: 0.9, u: 1e-9, when: same("phone") },
        { label: "different", m: 0.1, u: 1 - 1e-9 },
      ],
    },
  ],
  rarities: [],
  blocking: [{ name: "name", on: ["name"], refineBy: ["phone"] }],
  prior: 1e-6,
  matesPerMatch: 0,
  thresholds: { link: 0.95, review: 0.5 },
};

let folder: string;
let table: { readonly parquet: string };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "accord-equal-names-"));
  table = { parquet: join(folder, "many.parquet") };
  const { connection, close } = await openDatabase();
  // Everybody is called Deng; twenty people have a phone, two the same one.
  await connection.run(`COPY (SELECT 'p' || i AS id, 'Deng' AS name, CASE WHEN i % 100000 < 2 THEN i // 100000 END AS phone
    FROM range(${MANY}) t(i)) TO '${table.parquet}' (FORMAT parquet)`);
  await close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it(
  "a million people of one name are split by the further key, and the pairs that it joins are found",
  async () => {
    const { pairs, blocking } = await dedupe(table, { model: MODEL, memoryLimitBytes: MEMORY_BYTES });
    expect(blocking.rules).toEqual([
      { name: "name", pairs: 10, refinedKeys: 1, oversizeKeys: 0, pairsDropped: 0 },
    ]);
    expect(blocking.candidatePairs).toBe(10);
    expect(pairs.map(({ decision }) => decision)).toEqual(Array(10).fill("link"));
  },
  TIMEOUT_MILLISECONDS,
);

it(
  "a million people of one name and nothing else against as many bring no pair, and the pairs lost are told",
  async () => {
    const blocking = [{ name: "name", on: ["name"] }];
    const result = await link(table, table, {
      model: { ...MODEL, blocking },
      memoryLimitBytes: MEMORY_BYTES,
    });
    expect(result.blocking.rules).toEqual([
      { name: "name", pairs: 0, refinedKeys: 0, oversizeKeys: 1, pairsDropped: MANY * MANY },
    ]);
    expect(result.blocking.candidatePairs).toBe(0);
    expect(result.pairs).toEqual([]);
  },
  TIMEOUT_MILLISECONDS,
);
