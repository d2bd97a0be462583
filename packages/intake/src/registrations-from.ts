import { AccordError } from "@accord/vocabulary";
import { compileRow, type ReadRow } from "./convert/compile-row.ts";
import type { Mapping } from "./mapping/mapping.ts";
import type { RowOutcome } from "./registration.ts";
import { bindColumns } from "./rows/header.ts";
import type { FileRow } from "./rows/row.ts";

/**
 * Turns a file's rows into registrations. Each row gives one outcome, in order; a row that a mapping cannot read is a
 * reject with every problem it has, and so is a key that stood on an earlier line.
 *
 * @throws AccordError `intake.header_*` where the header lacks or repeats a column that the mapping reads
 */
export async function* registrationsFrom(
  rows: AsyncIterable<FileRow>,
  mapping: Mapping,
): AsyncGenerator<RowOutcome> {
  let read: ReadRow | undefined;
  for await (const row of rows) {
    switch (row.kind) {
      case "header":
        read = compileRow(bindColumns(row.columns, mapping), mapping);
        break;
      case "unreadable":
        yield { kind: "reject", line: row.line, reject: row.reject };
        break;
      case "row":
        if (read === undefined) {
          throw new AccordError("intake.header_missing", "the rows have no header", {
            remedy: "Hand over the rows as readRows gives them.",
          });
        }
        yield read(row.line, row.cells);
    }
  }
}
