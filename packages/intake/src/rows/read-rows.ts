import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { AccordError } from "@accord/vocabulary";
import type { DistributionMapping } from "../distribution/distribution-mapping.ts";
import { LIMITS } from "../limits.ts";
import { columnsUsed } from "../mapping/columns-used.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { bindColumns, headerText } from "./header.ts";
import { readCsv } from "./read-csv.ts";
import type { FileRow, RowInput } from "./row.ts";
import { readXlsx } from "./xlsx/read-xlsx.ts";
import { openWorkbook } from "./xlsx/workbook.ts";

/** What says how a file is to be read as a table. */
type TableMapping = Mapping | DistributionMapping;

/**
 * Reads a file's header and rows as the mapping's format says. A file given by its path is read through once before
 * its first row is handed on, so that a file that is cut short, wrongly encoded or full of formulas yields nothing at
 * all. Of a stream of CSV that cannot be known beforehand: there the error may come after rows, and the caller undoes.
 *
 * @throws AccordError with the file's name and line; codes `intake.*`
 */
export async function* readRows(input: RowInput, mapping: TableMapping): AsyncGenerator<FileRow> {
  const name = typeof input === "string" ? basename(input) : input.name;
  const path = typeof input === "string" ? input : "path" in input ? input.path : undefined;
  if (path !== undefined) {
    await checkFile(path, name, mapping);
    yield* mapping.format.kind === "xlsx"
      ? workbookRows(await readFile(path), mapping, name)
      : csvRowsOfFile(path, mapping, name);
  } else if (typeof input === "object" && "stream" in input) {
    yield* mapping.format.kind === "xlsx"
      ? workbookRows(await collect(input.stream, name), mapping, name)
      : csvRows(input.stream, mapping, name);
  }
}

async function* csvRowsOfFile(path: string, mapping: TableMapping, name: string): AsyncGenerator<FileRow> {
  // The first pass is for its errors alone; its rows are dropped as they come.
  for await (const _ of csvRows(createReadStream(path), mapping, name));
  yield* csvRows(createReadStream(path), mapping, name);
}

async function* csvRows(
  chunks: AsyncIterable<Uint8Array>,
  mapping: TableMapping,
  name: string,
): AsyncGenerator<FileRow> {
  if (mapping.format.kind !== "csv") return;
  let headed = false;
  for await (const row of readCsv(chunks, mapping.format, name)) {
    if (row.kind === "header") bindColumns(row.columns, mapping);
    headed = true;
    yield row;
  }
  if (!headed) throw emptyFile(name);
}

async function* workbookRows(
  bytes: Uint8Array,
  mapping: TableMapping,
  name: string,
): AsyncGenerator<FileRow> {
  if (mapping.format.kind !== "xlsx") return;
  const { sheet, headerRow } = mapping.format;
  const workbook = await openWorkbook(bytes, sheet, name);
  const used = new Set(columnsUsed(mapping).map(headerText));
  const rows = (): Generator<FileRow> => readXlsx(workbook, headerRow, (column) => used.has(column), name);
  // Merged cells stand at the sheet's end and explain a header that lacks columns, so the header is judged after them.
  let columns: readonly string[] = [];
  for (const row of rows()) if (row.kind === "header") columns = row.columns;
  bindColumns(columns, mapping);
  yield* rows();
}

function emptyFile(name: string): AccordError {
  return new AccordError("intake.empty", `${name} has no header row`, {
    where: name,
    remedy: "Export the file again; or set the header row in the mapping.",
  });
}

function tooLarge(name: string, limit: number): AccordError {
  return new AccordError("intake.too_large", `${name} has more than ${limit} bytes`, {
    where: name,
    remedy: "Split the file; or save an XLSX file's sheet as CSV UTF-8.",
  });
}

async function checkFile(path: string, name: string, mapping: TableMapping): Promise<void> {
  const handle = await open(path, "r").catch((cause: NodeJS.ErrnoException) => {
    throw new AccordError("intake.not_readable", `${name} cannot be opened (${cause.code})`, {
      where: name,
      remedy: "Check the file's name and that you may read it.",
    });
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) {
      throw new AccordError("intake.not_readable", `${name} is not a file`, {
        where: name,
        remedy: "Give the path of one CSV or XLSX file.",
      });
    }
    const limit = mapping.format.kind === "xlsx" ? LIMITS.maximumXlsxBytes : LIMITS.maximumFileBytes;
    if (stat.size > limit) throw tooLarge(name, limit);
    const start = Buffer.alloc(8);
    await handle.read(start, 0, 8, 0);
    refuseOtherKind(start, mapping.format.kind, name);
  } finally {
    await handle.close();
  }
}

function refuseOtherKind(start: Buffer, expected: "csv" | "xlsx", name: string): void {
  const hex = start.toString("hex");
  const isZip = hex.startsWith("504b0304");
  // Compound files are the old XLS, and XLSX under a password ([MS-CFB] section 2.2).
  const isCompound = hex === "d0cf11e0a1b11ae1";
  if (isCompound || isZip !== (expected === "xlsx")) {
    const actual = isCompound
      ? "an old XLS workbook, or one with a password"
      : isZip
        ? "a workbook"
        : "no workbook";
    throw new AccordError(
      "intake.kind",
      `${name} is ${actual}; the mapping reads ${expected.toUpperCase()}`,
      {
        where: name,
        remedy: isCompound
          ? "Open it and save it as XLSX without a password, or as CSV UTF-8."
          : "Save the file in the mapping's format, or change the format in the mapping.",
      },
    );
  }
}

async function collect(stream: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > LIMITS.maximumXlsxBytes) throw tooLarge(name, LIMITS.maximumXlsxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
