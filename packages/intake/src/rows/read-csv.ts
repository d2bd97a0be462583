import { Readable } from "node:stream";
import { AccordError } from "@accord/vocabulary";
import { CsvError, type Info, parse } from "csv-parse";
import { LIMITS } from "../limits.ts";
import type { CsvFormat } from "../mapping/mapping.ts";
import { rowOf } from "./cells.ts";
import { decode } from "./decode.ts";
import { headerOf } from "./header.ts";
import type { FileRow } from "./row.ts";

/**
 * Reads CSV (RFC 4180, with the mapping's delimiter) as it arrives. A row of the wrong width is a row's problem; a
 * quote that is never closed, or a last row that breaks off, is the file's.
 *
 * @throws AccordError `INTAKE_ENCODING`, `INTAKE_CUT_SHORT`, `INTAKE_CSV`, `INTAKE_TOO_LARGE`
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  format: CsvFormat,
  file: string,
): AsyncGenerator<FileRow> {
  let endsWithLineFeed = true;
  const text = async function* (): AsyncGenerator<string> {
    for await (const decoded of decode(chunks, format.encoding, file)) {
      if (decoded === "") continue;
      endsWithLineFeed = decoded.endsWith("\n") || decoded.endsWith("\r");
      yield decoded;
    }
  };
  const parser = Readable.from(text(), { objectMode: false })
    .on("error", (error) => parser.destroy(error))
    .pipe(
      parse({
        delimiter: format.delimiter,
        trim: true,
        relax_column_count: true,
        from_line: format.headerRow,
        max_record_size: LIMITS.maximumRowCharacters,
        info: true,
      }),
    );
  let columns: string[] | undefined;
  let lastLine = format.headerRow - 1;
  let rows = 0;
  // Held back by one, so that the last row can be told from the others.
  let held: FileRow | undefined;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      const line = lastLine + 1;
      lastLine = info.lines;
      if (columns === undefined) {
        columns = headerOf(record);
        held = { kind: "header", line, columns };
        continue;
      }
      const row = rowOf(columns, line, record);
      if (row === undefined) continue;
      if (held !== undefined) yield held;
      held = row;
      rows += 1;
      if (rows > LIMITS.maximumRows) {
        throw new AccordError("INTAKE_TOO_LARGE", `${file} has more than ${LIMITS.maximumRows} rows`, {
          where: file,
          remedy: "Split the file.",
        });
      }
    }
  } catch (error) {
    throw csvFault(error, file, lastLine + 1);
  }
  if (held?.kind === "unreadable" && !endsWithLineFeed) {
    throw new AccordError("INTAKE_CUT_SHORT", `${file} breaks off within its last row`, {
      where: `${file}, line ${held.line}`,
      remedy: "The file was not copied or exported whole: export it again.",
    });
  }
  if (held !== undefined) yield held;
}

function csvFault(error: unknown, file: string, line: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const where = `${file}, line ${line}`;
  // The cause is left out: csv-parse puts the row's text into its errors.
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return new AccordError("INTAKE_CUT_SHORT", `${file} ends within a quoted cell`, {
        where,
        remedy: "The file was not copied whole, or a quote on this line is not closed: export it again.",
      });
    case "CSV_MAX_RECORD_SIZE":
      return new AccordError(
        "INTAKE_TOO_LARGE",
        `a row has more than ${LIMITS.maximumRowCharacters} characters`,
        { where, remedy: "Look for a quote that is not closed on this line." },
      );
    default:
      return new AccordError("INTAKE_CSV", `${file} is not well-formed CSV`, {
        where,
        remedy: "A quote stands within a cell: put the cell in quotes and double the quotes within it.",
      });
  }
}
