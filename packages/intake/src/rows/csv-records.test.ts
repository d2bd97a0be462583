import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvRecord, csvRecords } from "./csv-records.ts";

async function cut(pieces: readonly string[], delimiter = ","): Promise<CsvRecord[]> {
  const stream = (async function* () {
    yield* pieces;
  })();
  const found: CsvRecord[] = [];
  for await (const records of csvRecords(stream, delimiter, 10_000)) found.push(...records);
  return found;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe("CSV records", () => {
  it("are what was written, however the text is cut into pieces", async () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\r", "\n", "é", " ", ";"), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom("\n", "\r\n", "\r"), fc.nat(8), async (rows, lineEnd, size) => {
        const text = rows.map((row) => row.map(quoted).join(",") + lineEnd).join("");
        const pieces = text.match(new RegExp(`[\\s\\S]{1,${size + 1}}`, "g")) ?? [];
        expect((await cut(pieces)).map(({ cells }) => cells)).toEqual(rows);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("never throw, whatever the text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), async (pieces) => {
        await cut(pieces);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it("count every kind of line end, in quotes and outside", async () => {
    const records = await cut(['a,b\r\n"1\r\n\r\n\n\r",2\rx,y\n', "z"]);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 7, 8]);
  });

  it("say where a quote is astray, and that of the record alone", async () => {
    const records = await cut(['a,b"c"\n"a"x,b\nc,d\n']);
    expect(records.map(({ fault }) => fault)).toEqual(["stray", "stray", undefined]);
  });

  it("say on which line the quote stands that is never closed", async () => {
    const records = await cut(['a,b\n1,"x\n2,3\n4,5\n']);
    expect(records.at(-1)).toMatchObject({ line: 2, fault: "unclosed" });
  });

  it("end where one is longer than allowed", async () => {
    const records = await cut(['a,b\n1,"x', "y".repeat(10_001), '"\n2,3\n']);
    expect(records.map(({ line, fault }) => [line, fault])).toEqual([
      [1, undefined],
      [2, "tooLong"],
    ]);
  });
});
