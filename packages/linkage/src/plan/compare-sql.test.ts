import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DUCKDB } from "../dialect/duckdb.ts";
import type { LinkageModel } from "../document/linkage-model.ts";
import { levelsOf, schemeOf } from "../document/scheme.ts";
import { type Database, openDatabase, rowsOf } from "../engine/database.ts";
import { readSource } from "../load/source.ts";
import { standardiseSides } from "../load/standard-table.ts";
import { PERSONS_MODEL, personRow } from "../models/persons.ts";
import type { LinkageRecord } from "../record.ts";
import { compareSql } from "./compare-sql.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const SCHEME = schemeOf(PERSONS_MODEL);

/** The level of each comparison, by label, for every pair of the records. */
async function compareAll(records: readonly LinkageRecord[], model: LinkageModel = PERSONS_MODEL) {
  const { connection } = database;
  const rows = records.map((record, at) => personRow({ ...record, id: String(100_000 + at) }));
  const columns = await readSource(connection, { rows }, "raw_left");
  await standardiseSides(database, model, { left: { table: "raw_left", columns } }, new Set());
  await connection.run(
    "CREATE OR REPLACE TABLE pairs AS SELECT a.idx AS l, b.idx AS r FROM left_records a, left_records b",
  );
  const tables = { pairs: "pairs", left: "left_records", right: "left_records" };
  const compared = await rowsOf<{ l: number; r: number; pattern: number }>(
    connection,
    `SELECT l, r, pattern::DOUBLE AS pattern FROM (${compareSql(DUCKDB, model, tables)})`,
  );
  return new Map(compared.map(({ l, r, pattern }) => [`${l} ${r}`, levelsOf(SCHEME, pattern)]));
}

const hostile = fc.oneof(
  fc.constantFrom(
    "Deng",
    "Nyandeng",
    "محمد",
    "Mohamed",
    "",
    "'; DROP TABLE pairs; --",
    "x".repeat(4096),
    "\u0000\u202e",
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
);
const person: fc.Arbitrary<LinkageRecord> = fc.record({
  id: fc.constant(""),
  nameParts: fc.array(hostile, { maxLength: 5 }),
  sex: fc.constantFrom("female", "male", undefined),
  birthDate: fc.constantFrom(
    "1984-05-12",
    "1984-12-05",
    "1985",
    "1984-05",
    "12/13/99",
    "nonsense",
    undefined,
  ),
  birthEstimated: fc.boolean(),
  place: fc.constantFrom("SS0701S01", "SS0701S02", "SS02", "", undefined),
  phone: fc.constantFrom("+211912345678", "0912345678", "x'y", undefined),
  identifiers: fc.constantFrom(["card:1234567"], ["card:1234576"], ["card:"], []),
  role: fc.constantFrom("head", "member", undefined),
});

it("sorts every pair into a level that is there, the same both ways, and a record with itself into the first", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 12, maxLength: 12 }), async (records) => {
      const compared = await compareAll(records);
      expect(compared.size).toBe(144);
      for (const [pair, levels] of compared) {
        const [l, r] = pair.split(" ");
        for (const [column, level] of levels.entries())
          expect(level).toBeLessThanOrEqual(SCHEME.levelCounts[column] ?? 0);
        expect(compared.get(`${r} ${l}`)).toEqual(levels);
        if (l !== r) continue;
        for (const name of ["ownName", "sex", "place", "phone", "identifier"])
          expect(levels[SCHEME.names.indexOf(name)]).toBeLessThanOrEqual(1);
      }
    }),
    { seed: 11, numRuns: 8 },
  );
});

it("compares Arabic names by their keys, not by their bytes", async () => {
  const named = (name: string): LinkageRecord => ({ id: "", nameParts: [name] });
  const compared = await compareAll([named("علي"), named("زيد"), named("محمد"), named("Mohamed")]);
  const own = (pair: string) => compared.get(pair)?.[SCHEME.names.indexOf("ownName")];
  expect(own("0 1")).toBe(6);
  expect(own("2 3")).toBeLessThanOrEqual(2);
});
