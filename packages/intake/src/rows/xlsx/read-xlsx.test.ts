import { Readable } from "node:stream";
import exceljs from "exceljs";
import fc from "fast-check";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { smallMapping } from "../../../test/mappings.ts";
import { all, temporaryFile } from "../../../test/temporary-file.ts";
import { readRows } from "../read-rows.ts";
import type { FileRow } from "../row.ts";

const HEADER = ["ID", "HH", "Name", "Sex", "Born", "Registered"];
const ROW = ["P1", "H1", "Nyandeng Gatluak", "F", "12/05/1984", "2018-11-03"];
const mapping = smallMapping({ format: { kind: "xlsx", sheet: "Persons" } });

async function read(fill: (sheet: exceljs.Worksheet) => void, used = mapping): Promise<FileRow[]> {
  const workbook = new exceljs.Workbook();
  workbook.addWorksheet("Notes").addRow(["not this one"]);
  const sheet = workbook.addWorksheet("Persons");
  sheet.addRow(HEADER);
  sheet.addRow(ROW);
  fill(sheet);
  const bytes = new Uint8Array(await workbook.xlsx.writeBuffer());
  return all(readRows(temporaryFile("persons.xlsx", bytes), used));
}

describe("an XLSX file", () => {
  it("gives the header and rows of the sheet that the mapping names", async () => {
    expect(await read(() => {})).toEqual([
      { kind: "header", line: 1, columns: HEADER },
      { kind: "row", line: 2, cells: ROW },
    ]);
  });

  it("gives dates as ISO 8601, numbers in digits, and rich text as text", async () => {
    const rows = await read((sheet) => {
      sheet.addRow([
        20001,
        911234567890,
        { richText: [{ text: "Nya" }, { text: "deng" }] },
        "F",
        new Date("1984-05-12T00:00:00Z"),
        new Date("2018-11-03T06:30:00Z"),
      ]);
    });
    expect(rows[2]).toEqual({
      kind: "row",
      line: 3,
      cells: ["20001", "911234567890", "Nyadeng", "F", "1984-05-12", "2018-11-03T06:30:00"],
    });
  });

  it("is refused whole, with the cell, where a formula stands in a column that is read", async () => {
    await expect(
      read((sheet) => sheet.addRow(["P2", "H1", { formula: 'CONCATENATE("a","b")', result: "ab" }])),
    ).rejects.toMatchObject({
      code: "intake.xlsx_formula",
      where: "persons.xlsx, sheet Persons, C3",
      remedy: expect.stringContaining("paste it as values"),
    });
  });

  it("may have formulas in columns that are not read", async () => {
    const rows = await read((sheet) => {
      sheet.getCell("G1").value = "Age";
      sheet.getCell("G2").value = { formula: "1+1", result: 2 };
    });
    expect(rows[1]).toMatchObject({ kind: "row", cells: [...ROW, ""] });
  });

  it("is refused where cells of the header or of a column that is read are merged", async () => {
    await expect(read((sheet) => sheet.mergeCells("A1:B1"))).rejects.toMatchObject({
      code: "intake.xlsx_merged",
    });
    await expect(read((sheet) => sheet.mergeCells("B2:B4"))).rejects.toMatchObject({
      code: "intake.xlsx_merged",
      where: "persons.xlsx, sheet Persons, B2:B4",
    });
  });

  it("is refused where the header row is hidden or empty", async () => {
    await expect(
      read((sheet) => {
        sheet.getRow(1).hidden = true;
      }),
    ).rejects.toMatchObject({ code: "intake.xlsx_hidden" });
    const lower = smallMapping({ format: { kind: "xlsx", sheet: "Persons", headerRow: 9 } });
    await expect(read(() => {}, lower)).rejects.toMatchObject({ code: "intake.xlsx_hidden" });
  });

  it("rejects hidden rows, error cells and numbers too long to be exact", async () => {
    const rows = await read((sheet) => {
      sheet.getRow(2).hidden = true;
      sheet.addRow(["P2", "H1", { error: "#N/A" }, "F", "", "2018-11-03"]);
      sheet.addRow([2 ** 70, "H1", "x", "F", "", "2018-11-03"]);
    });
    expect(rows.slice(1)).toMatchObject([
      { kind: "unreadable", line: 2, reject: [{ problem: "the row is hidden" }] },
      { kind: "unreadable", line: 3, reject: [{ column: "Name" }] },
      { kind: "unreadable", line: 4, reject: [{ column: "ID" }] },
    ]);
  });

  it("is refused where it has no such sheet, is no workbook, or is cut short", async () => {
    const other = smallMapping({ format: { kind: "xlsx", sheet: "People" } });
    await expect(read(() => {}, other)).rejects.toMatchObject({ code: "intake.sheet_missing" });
    const zip = zipSync({ "a.txt": new Uint8Array(10) });
    await expect(all(readRows(temporaryFile("a.xlsx", zip), mapping))).rejects.toMatchObject({
      code: "intake.xlsx",
    });
    const cut = zip.subarray(0, zip.length - 30);
    await expect(all(readRows(temporaryFile("a.xlsx", cut), mapping))).rejects.toMatchObject({
      code: "intake.archive",
    });
  });

  it("is refused where a part unpacks to far more than its size, or declares entities", async () => {
    const text = (content: string): Uint8Array => new TextEncoder().encode(content);
    const relation = (type: string, target: string): Uint8Array =>
      text(`<Relationships><Relationship Id="r1" Type="x/${type}" Target="${target}"/></Relationships>`);
    const parts = {
      "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
      "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
      "xl/workbook.xml": text('<workbook><sheets><sheet name="Persons" r:id="r1"/></sheets></workbook>'),
    };
    const workbook = (sheet: Uint8Array): string =>
      temporaryFile("bomb.xlsx", zipSync({ ...parts, "xl/worksheets/sheet1.xml": sheet }));
    const blank = new Uint8Array(8_000_000).fill(0x20);
    await expect(all(readRows(workbook(blank), mapping))).rejects.toMatchObject({ code: "intake.archive" });
    const entities = text('<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData/></worksheet>');
    await expect(all(readRows(workbook(entities), mapping))).rejects.toMatchObject({ code: "intake.xlsx" });
  });

  it("gives rows or an error with a code, whichever bytes of it or of its sheet are changed", async () => {
    const workbook = new exceljs.Workbook();
    const sheet = workbook.addWorksheet("Persons");
    sheet.addRow(HEADER);
    sheet.addRow(ROW);
    const packed = new Uint8Array(await workbook.xlsx.writeBuffer());
    const parts = unzipSync(packed);
    const name = "xl/worksheets/sheet1.xml";
    const attempt = async (bytes: Uint8Array): Promise<void> => {
      const stream = Readable.from([bytes]);
      await all(readRows({ name: "persons.xlsx", stream }, mapping)).catch((error: unknown) => {
        expect(error).toHaveProperty("code", expect.stringMatching(/^intake\./));
      });
    };
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }), inSheet: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, to, inSheet }) => {
        const bytes = (inSheet ? parts[name]! : packed).slice();
        bytes[at % bytes.length] = to;
        await attempt(inSheet ? zipSync({ ...parts, [name]: bytes }) : bytes);
      }),
      { seed: 21, numRuns: 300 },
    );
  });
});
