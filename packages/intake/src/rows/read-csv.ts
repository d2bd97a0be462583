import { AccordError } from "@accord/vocabulary";
import { LIMITS } from "../limits.ts";
import type { CsvFormat } from "../mapping/mapping.ts";
import { rowOf } from "./cells.ts";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { decode } from "./decode.ts";
import { headerOf } from "./header.ts";
import type { FileRow } from "./row.ts";

/**
 * Reads CSV with the mapping's delimiter as it arrives. A row of the wrong width, or with a quote astray, is a row's
 * problem; a quote that is never closed, or a last row that breaks off, is the file's.
 *
 * @throws AccordError `intake.encoding`, `intake.cut_short`, `intake.too_large`
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  format: CsvFormat,
  file: string,
): AsyncGenerator<FileRow> {
  let endsWithLine = true;
  const pieces = async function* (): AsyncGenerator<string> {
    for await (const piece of decode(chunks, format.encoding, file)) {
      if (piece === "") continue;
      endsWithLine = piece.endsWith("\n") || piece.endsWith("\r");
      yield piece;
    }
  };
  let columns: readonly string[] | undefined;
  let rows = 0;
  // Held back by one, so that the last row can be told from the others.
  let held: FileRow | undefined;
  for await (const records of csvRecords(pieces(), format.delimiter, LIMITS.maximumRowCharacters)) {
    for (const record of records) {
      const row = rowOfRecord(record, columns, format.headerRow, file);
      if (row === undefined) continue;
      if (row.kind === "header") columns = row.columns;
      else rows += 1;
      if (rows > LIMITS.maximumRows) {
        throw new AccordError("intake.too_large", `${file} has more than ${LIMITS.maximumRows} rows`, {
          where: file,
          remedy: "Split the file.",
        });
      }
      if (held !== undefined) yield held;
      held = row;
    }
  }
  if (held?.kind === "unreadable" && !endsWithLine) {
    throw new AccordError("intake.cut_short", `${file} breaks off within its last row`, {
      where: `${file}, line ${held.line}`,
      remedy: "The file was not copied or exported whole: export it again.",
    });
  }
  if (held !== undefined) yield held;
}

function rowOfRecord(
  { line, cells, fault }: CsvRecord,
  columns: readonly string[] | undefined,
  headerRow: number,
  file: string,
): FileRow | undefined {
  const where = `${file}, line ${line}`;
  if (fault === "unclosed") {
    throw new AccordError("intake.cut_short", `${file} ends within a quoted cell`, {
      where,
      remedy: "The file was not copied whole, or a quote on this line is not closed: export it again.",
    });
  }
  if (fault === "tooLong") {
    throw new AccordError(
      "intake.too_large",
      `a row has more than ${LIMITS.maximumRowCharacters} characters`,
      { where, remedy: "Look for a quote that is not closed on this line." },
    );
  }
  if (columns === undefined) {
    return line < headerRow ? undefined : { kind: "header", line, columns: headerOf(cells) };
  }
  if (fault === "stray") {
    const problem = {
      column: "",
      problem: "a quote stands within a cell",
      remedy: "Put the cell in quotes, and double the quotes within it.",
    };
    return { kind: "unreadable", line, reject: [problem] };
  }
  return rowOf(columns, line, cells);
}
