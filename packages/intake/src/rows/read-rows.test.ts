import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SMALL_HEADER, SMALL_ROW, smallMapping } from "../../test/mappings.ts";
import { all, temporaryFile } from "../../test/temporary-file.ts";
import { readRows } from "./read-rows.ts";
import type { FileRow } from "./row.ts";

const read = (
  content: string | Uint8Array,
  mapping = smallMapping(),
  name = "persons.csv",
): Promise<FileRow[]> => all(readRows(temporaryFile(name, content), mapping));
const lines = (...texts: string[]): string => texts.map((text) => `${text}\r\n`).join("");
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, "utf16le");

describe("a CSV file", () => {
  it("gives its header and its rows with their lines", async () => {
    expect(await read(lines(SMALL_HEADER, SMALL_ROW))).toEqual([
      { kind: "header", line: 1, columns: ["ID", "HH", "Name", "Sex", "Born", "Registered"] },
      { kind: "row", line: 2, cells: ["P1", "H1", "Nyandeng Gatluak", "F", "12/05/1984", "2018-11-03"] },
    ]);
  });

  it("is the same with a byte order mark, as UTF-16, and with spaces around its separators", async () => {
    const plain = await read(lines(SMALL_HEADER, SMALL_ROW));
    expect(await read(`\ufeff${lines(SMALL_HEADER, SMALL_ROW)}`)).toEqual(plain);
    expect(await read(utf16(lines(SMALL_HEADER, SMALL_ROW)))).toEqual(plain);
    const spaced = lines(SMALL_HEADER, SMALL_ROW).replaceAll(",", " , ");
    expect(await read(spaced)).toEqual(plain);
  });

  it("counts the lines of a quoted cell that holds line breaks, and leaves out empty lines", async () => {
    const rows = await read(
      lines(SMALL_HEADER, SMALL_ROW.replace("Nyandeng", '"Nya\n').replace("Gatluak", 'G"'), "", SMALL_ROW),
    );
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  it("is refused, with the line, where its bytes are not UTF-8", async () => {
    const damaged = Buffer.from(
      lines(SMALL_HEADER, SMALL_ROW, SMALL_ROW.replace("Nyandeng", "Ny\u00e1ndeng")),
      "latin1",
    );
    await expect(read(damaged)).rejects.toMatchObject({
      code: "intake.encoding",
      where: "persons.csv, line 3",
      remedy: expect.stringContaining("save the file as UTF-8"),
    });
  });

  it("is read in the encoding that the mapping names", async () => {
    const mapping = smallMapping({ format: { kind: "csv", encoding: "windows-1256" } });
    // The letters alef, dal, meem of Windows-1256.
    const bytes = Buffer.from(
      lines(SMALL_HEADER, SMALL_ROW.replace("Nyandeng Gatluak", "\u00c2\u00cf\u00e3")),
      "latin1",
    );
    expect((await read(bytes, mapping))[1]).toMatchObject({
      cells: expect.arrayContaining(["\u0622\u062f\u0645"]),
    });
  });

  it("is refused whole where a quote is never closed", async () => {
    const rows = readRows(
      temporaryFile("cut.csv", lines(SMALL_HEADER, SMALL_ROW) + 'P2,H1,"Nyan'),
      smallMapping(),
    );
    await expect(rows.next()).rejects.toMatchObject({ code: "intake.cut_short", where: "cut.csv, line 3" });
  });

  it("is refused whole where its last row breaks off", async () => {
    const rows = readRows(
      temporaryFile("cut.csv", `${lines(SMALL_HEADER, SMALL_ROW)}P2,H1,Ny`),
      smallMapping(),
    );
    await expect(rows.next()).rejects.toMatchObject({ code: "intake.cut_short", where: "cut.csv, line 3" });
  });

  it("keeps going after a row of the wrong width, and says which", async () => {
    const rows = await read(lines(SMALL_HEADER, "P0,H0", SMALL_ROW, `${SMALL_ROW},more`));
    expect(rows.map(({ kind, line }) => [kind, line])).toEqual([
      ["header", 1],
      ["unreadable", 2],
      ["row", 3],
      ["unreadable", 4],
    ]);
  });

  it("may have empty cells beyond its header", async () => {
    expect(await read(lines(SMALL_HEADER, `${SMALL_ROW},,`))).toHaveLength(2);
  });

  it("rejects the row, and that row alone, where a quote stands within a cell", async () => {
    const rows = await read(lines(SMALL_HEADER, SMALL_ROW.replace("Gatluak", 'G"a"tluak'), SMALL_ROW));
    expect(rows.slice(1).map(({ kind, line }) => [kind, line])).toEqual([
      ["unreadable", 2],
      ["row", 3],
    ]);
  });

  it("is refused where the header lacks a column that the mapping reads", async () => {
    await expect(read(lines(SMALL_HEADER.replace("Sex", "Gender"), SMALL_ROW))).rejects.toMatchObject({
      code: "intake.header_missing",
      message: "the file has no column Sex",
    });
  });

  it("says that the delimiter may be another where the header is one column", async () => {
    await expect(read(lines(SMALL_HEADER, SMALL_ROW).replaceAll(",", ";"))).rejects.toMatchObject({
      code: "intake.header_missing",
      remedy: expect.stringContaining("delimiter"),
    });
  });

  it("is refused where a column that the mapping reads stands twice, and not where another does", async () => {
    await expect(read(lines(`${SMALL_HEADER},Sex`, `${SMALL_ROW},F`))).rejects.toMatchObject({
      code: "intake.header_repeated",
    });
    expect(await read(lines(`${SMALL_HEADER},Note,Note`, `${SMALL_ROW},a,b`))).toHaveLength(2);
  });

  it("never shows the first person in a message where there is no header", async () => {
    const error = await read(lines(SMALL_ROW)).catch((caught: unknown) => caught);
    expect(JSON.stringify(error)).not.toContain("Nyandeng");
  });

  it("skips what stands above its header row", async () => {
    const mapping = smallMapping({ format: { kind: "csv", headerRow: 3 } });
    const rows = await read(lines("Registration list", "2018", SMALL_HEADER, SMALL_ROW), mapping);
    expect(rows.map(({ line }) => line)).toEqual([3, 4]);
  });

  it("rejects cells with control characters or beyond the limit, by column", async () => {
    const rows = await read(
      lines(
        SMALL_HEADER,
        SMALL_ROW.replace("Gatluak", "Gat\u0000luak"),
        SMALL_ROW.replace("Gatluak", "x".repeat(4001)),
      ),
    );
    expect(rows.slice(1)).toMatchObject([
      { kind: "unreadable", line: 2, reject: [{ column: "Name" }] },
      { kind: "unreadable", line: 3, reject: [{ column: "Name" }] },
    ]);
  });

  it("is refused where it is empty, a workbook, a folder or not there", async () => {
    await expect(read("")).rejects.toMatchObject({ code: "intake.empty" });
    await expect(read(Buffer.from("504b030414000000", "hex"))).rejects.toMatchObject({ code: "intake.kind" });
    await expect(read(Buffer.from("d0cf11e0a1b11ae1", "hex"))).rejects.toMatchObject({
      code: "intake.kind",
      remedy: expect.stringContaining("password"),
    });
    await expect(all(readRows("/", smallMapping()))).rejects.toMatchObject({ code: "intake.not_readable" });
    await expect(all(readRows("no-such.csv", smallMapping()))).rejects.toMatchObject({
      code: "intake.not_readable",
    });
  });

  it("is called in messages as the caller says", async () => {
    const path = temporaryFile("7f3a.upload", `${lines(SMALL_HEADER, SMALL_ROW)}P2,H1,Ny`);
    await expect(all(readRows({ name: "persons.csv", path }, smallMapping()))).rejects.toMatchObject({
      where: "persons.csv, line 3",
    });
  });

  it("can be a stream whose chunks end anywhere", async () => {
    const bytes = Buffer.from(lines(SMALL_HEADER, SMALL_ROW.replace("Nyandeng", "ني\u00e1ن")));
    const stream = Readable.from([...bytes].map((byte) => Buffer.from([byte])));
    const rows = await all(readRows({ name: "upload.csv", stream }, smallMapping()));
    expect(rows[1]).toMatchObject({ kind: "row", cells: expect.arrayContaining(["ني\u00e1ن Gatluak"]) });
  });

  it("gives rows or an error with a code, whatever its bytes", async () => {
    const start = Buffer.from(lines(SMALL_HEADER, SMALL_ROW));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        const stream = Readable.from([start, bytes]);
        await all(readRows({ name: "upload.csv", stream }, smallMapping())).catch((error: unknown) => {
          expect(error).toHaveProperty("code", expect.stringMatching(/^intake\./));
        });
      }),
      { seed: 22, numRuns: 300 },
    );
  });
});
