import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMPARISONS, type ComparisonName, comparisonIndex, levelsOf } from "../comparisons.ts";
import type { LinkageRecord } from "../record.ts";
import { standardiseRecord } from "../standardise.ts";
import { compareSql } from "./compare-sql.ts";
import { type Database, fillTable, openDatabase, rowsOf } from "./database.ts";
import { loadingContext, loadRecords } from "./load.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

/** The level that the SQL gives two records on one comparison, by name. */
async function levelOf(
  comparison: ComparisonName,
  left: Partial<LinkageRecord>,
  right: Partial<LinkageRecord>,
) {
  const { connection } = database;
  const [one, other] = [left, right].map((part) =>
    standardiseRecord({ id: "x", nameParts: undefined, ...part }),
  );
  const records = [one, other].filter((record) => record !== undefined);
  const context = { ...loadingContext(records, []), latestBirthYear: 2019 };
  await loadRecords(connection, "l", records.slice(0, 1), new Int32Array([0]), context);
  await loadRecords(connection, "r", records.slice(1), new Int32Array([0]), context);
  await fillTable(connection, "p", { l: "INTEGER", r: "INTEGER", mask: "INTEGER" }, [[0, 0, 0]]);
  const [row] = await rowsOf<{ pattern: number }>(
    connection,
    `SELECT pattern FROM (${compareSql("p", "l", "r")})`,
  );
  const index = comparisonIndex(comparison);
  const level = levelsOf(row?.pattern ?? 0)[index] ?? 0;
  return level === 0 ? "missing" : COMPARISONS[index]?.levels[level - 1];
}

const named = (...nameParts: string[]) => ({ nameParts });

describe("comparison of names", () => {
  it.each([
    ["same", named("Nyandeng", "Chuol", "Gatluak"), named("Nyandieng", "Chol", "Gatlwak")],
    ["sounds alike", named("محمد", "أحمد"), named("Mohammad", "Ahmed")],
    ["different", named("علي", "حسن"), named("زيد", "حسن")],
    ["different", named("Nyandeng", "Chuol", "Gatluak"), named("Gatkuoth", "Chuol", "Gatluak")],
    [
      "same in another position",
      named("Chuol", "Nyandeng", "Gatluak"),
      named("Nyandeng", "Chuol", "Gatluak"),
    ],
    ["missing", {}, named("Deng")],
  ])("own name: %s", async (level, left, right) => {
    const found = await levelOf("ownName", left, right);
    expect(level === "sounds alike" ? ["sounds alike", "same"] : [level]).toContain(found);
  });

  it.each([
    ["both parts same", named("Deng", "Chuol", "Gatluak"), named("Bol", "Chol", "Gatlwak")],
    ["the only part same", named("Deng", "Chuol"), named("Bol", "Chol", "Gatlwak")],
    ["both parts different", named("Deng", "Chuol", "Gatluak"), named("Deng", "Majok", "Riek")],
    ["missing", named("Deng"), named("Deng")],
    ["the only part same", named("Majok"), named("Deng", "Majok")],
  ])("lineage: %s", async (level, left, right) => {
    expect(await levelOf("lineage", left, right)).toBe(level);
  });

  it("a parent's own name in the child's lineage is no agreement of own names", async () => {
    const level = await levelOf(
      "ownName",
      named("Chuol", "Gatluak", "Deng"),
      named("Nyandeng", "Chuol", "Gatluak"),
    );
    expect(level).toBe("different");
  });
});

describe("comparison of births", () => {
  const born = (birthDate: string, birthEstimated = false) => ({ birthDate, birthEstimated });
  it.each([
    ["same date", born("1990-03-04"), born("1990-03-04")],
    ["date but for one digit or swapped", born("1990-03-04"), born("1990-04-03")],
    ["date but for one digit or swapped", born("1990-03-04"), born("1980-03-04")],
    ["date but for two digits", born("1990-03-04"), born("1991-03-05")],
    ["same year", born("1990"), born("1990-03-04")],
    ["one year apart", born("1990"), born("1991")],
    ["more than five years apart", born("1990"), born("2001")],
    ["estimated, six to ten years apart", born("1960", true), born("1970-01-01")],
    ["estimated for a child, same year", born("2012", true), born("2012", true)],
    ["missing", born("soon"), born("1990")],
  ])("%s", async (level, left, right) => {
    expect(await levelOf("birth", left, right)).toBe(level);
  });
});

it("places compare by the hierarchy of their codes", async () => {
  const at = (place: string) => ({ place });
  expect(await levelOf("place", at("SS0707S01"), at("SS0707S01"))).toBe("same site");
  expect(await levelOf("place", at("SS0707S01"), at("SS0707S02"))).toBe("same county");
  expect(await levelOf("place", at("SS0707S01"), at("SS0701S01"))).toBe("same state");
  expect(await levelOf("place", at("SS0707S01"), at("SS0801S01"))).toBe("different state");
});

it("identifiers of different kinds are missing rather than different", async () => {
  const with_ = (...identifiers: string[]) => ({ identifiers });
  expect(await levelOf("identifier", with_("card:12345"), with_("card:12345", "x:1"))).toBe("one in common");
  expect(await levelOf("identifier", with_("card:12345"), with_("card:98761"))).toBe(
    "none of a kind in common",
  );
  expect(await levelOf("identifier", with_("card:12345"), with_("passport:12345"))).toBe("missing");
});

it("identifiers of one kind are one slip apart by one digit wrong, missing or too many, or two swapped", async () => {
  const level = (one: string, other: string) =>
    levelOf("identifier", { identifiers: [one] }, { identifiers: [other] });
  for (const near of ["card:RC123457", "card:RC12356", "card:RC1234566", "card:RC123465", "card:rc-123457"]) {
    expect(await level("card:RC123456", near)).toBe("one slip apart");
  }
  expect(await level("card:RC123456", "card:RC124365")).toBe("none of a kind in common");
  expect(await level("card:RC123456", "card:RC923457")).toBe("two characters apart");
  expect(await level("card:RC123456", "cord:RC123456")).toBe("missing");
  expect(await level("card:RC123456", "card:rc-12-3456")).toBe("one in common");
  const hash = "0123456789abcdef".repeat(4);
  expect(await level(`card:${hash}`, `card:${hash.slice(0, -1)}0`)).toBe("none of a kind in common");
  const several = { identifiers: ["card:111111", "passport:9876543"] };
  expect(await levelOf("identifier", several, { identifiers: ["card:555555", "passport:9876534"] })).toBe(
    "one slip apart",
  );
});
