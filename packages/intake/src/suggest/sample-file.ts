import { createReadStream } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { AccordError } from "@accord/vocabulary";
import { LIMITS } from "../limits.ts";
import type { CsvFormat, XlsxFormat } from "../mapping/mapping.ts";
import { type Encoding, encodingOfMark } from "../rows/decode.ts";
import { readCsv } from "../rows/read-csv.ts";
import type { FileRow } from "../rows/row.ts";
import { readXlsx } from "../rows/xlsx/read-xlsx.ts";
import { openWorkbook } from "../rows/xlsx/workbook.ts";

const SNIFFED_BYTES = 64 * 1024;
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** The first rows of a file, read without a mapping. */
export interface FileSample {
  readonly name: string;
  readonly format: CsvFormat | XlsxFormat;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The day the file was last written, `YYYY-MM-DD` in UTC. */
  readonly writtenOn: string;
  readonly questions: readonly string[];
}

/** Finds out a file's format and reads its first rows. */
export async function sampleFile(path: string, name: string): Promise<FileSample> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) {
    throw new AccordError("intake.not_readable", `${name} cannot be opened`, {
      where: name,
      remedy: "Give the path of one CSV or XLSX file that you may read.",
    });
  }
  const writtenOn = found.mtime.toISOString().slice(0, 10);
  const start = await firstBytes(path);
  if (start[0] === 0x50 && start[1] === 0x4b) {
    if (found.size > LIMITS.maximumXlsxBytes) {
      throw new AccordError("intake.too_large", `${name} has more than ${LIMITS.maximumXlsxBytes} bytes`, {
        where: name,
        remedy: "Save the sheet as CSV UTF-8.",
      });
    }
    const workbook = await openWorkbook(await readFile(path), undefined, name);
    const format: XlsxFormat = { kind: "xlsx", sheet: workbook.sheetName, headerRow: 1 };
    const rows = readXlsx(workbook, 1, () => false, name);
    return { name, format, writtenOn, questions: [], ...(await firstRows(rows)) };
  }
  const { encoding, questions } = encodingOf(start);
  const { delimiter, headerRow } = layoutOf(start, encoding);
  const format: CsvFormat = { kind: "csv", delimiter, encoding, headerRow };
  const stream = createReadStream(path);
  try {
    return { name, format, writtenOn, questions, ...(await firstRows(readCsv(stream, format, name))) };
  } finally {
    stream.destroy();
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function firstRows(
  rows: AsyncIterable<FileRow> | Iterable<FileRow>,
): Promise<Pick<FileSample, "columns" | "rows">> {
  let columns: readonly string[] = [];
  const found: (readonly string[])[] = [];
  for await (const row of rows) {
    if (row.kind === "header") columns = row.columns;
    if (row.kind === "row") found.push(row.cells);
    if (found.length >= LIMITS.sampleRows) break;
  }
  return { columns, rows: found };
}

/** UTF-8 where the bytes are; else the Windows code page whose letters the text would be written in. */
function encodingOf(start: Uint8Array): { encoding: Encoding; questions: string[] } {
  const mark = encodingOfMark(start);
  if (mark !== undefined) return { encoding: mark.encoding, questions: [] };
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
    return { encoding: "utf-8", questions: [] };
  } catch {
    // Not UTF-8: words in a foreign script are runs of high bytes, accents stand alone among plain letters.
    let high = 0;
    let runs = 0;
    start.forEach((byte, index) => {
      if (byte < 0xc0) return;
      high += 1;
      if ((start[index + 1] ?? 0) >= 0xc0) runs += 1;
    });
    const encoding = runs > high / 3 ? "windows-1256" : "windows-1252";
    return {
      encoding,
      questions: [`The file is not UTF-8; ${encoding} is assumed. Check a name with letters beyond a to z.`],
    };
  }
}

/** The delimiter that most of the first lines have most of, and the first line that has all of them. */
function layoutOf(
  start: Uint8Array,
  encoding: Encoding,
): { delimiter: CsvFormat["delimiter"]; headerRow: number } {
  const lines = new TextDecoder(encoding)
    .decode(start)
    .split(/\r\n|\n|\r/)
    .slice(0, 20);
  const bare = lines.map((line) => line.replace(/"[^"]*"/g, ""));
  const widths = DELIMITERS.map((delimiter) => bare.map((line) => line.split(delimiter).length - 1));
  const best = widths.map((counts) => Math.max(...counts));
  const index = best.indexOf(Math.max(...best));
  const counts = widths[index] ?? [];
  const common = mode(counts.filter((count) => count > 0));
  return {
    delimiter: DELIMITERS[index] ?? ",",
    headerRow:
      Math.max(
        0,
        counts.findIndex((count) => count >= common),
      ) + 1,
  };
}

function mode(counts: readonly number[]): number {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  return [...tally].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}
