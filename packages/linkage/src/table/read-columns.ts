import { openDatabase, rowsOf } from "../engine/database.ts";
import { LinkageError } from "../errors.ts";
import { quoted, readSource, type Source } from "../load/source.ts";

/** Text by column; a missing value is absent. */
export type TextRow = Readonly<Record<string, string | undefined>>;

/** A table as read: the columns asked for, each row's position from 1 in `rowNumber`. */
export interface TextTable {
  /** All columns of the source as written there. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly rowNumber: number; readonly values: TextRow }[];
}

/** The column of a source by its name, whatever its case; undefined where there is none. */
export function columnNamed(columns: readonly string[], name: string): string | undefined {
  return (
    columns.find((column) => column === name) ??
    columns.find((column) => column.trim().toLowerCase() === name.trim().toLowerCase())
  );
}

/**
 * Reads columns of a CSV or Parquet file or of rows as trimmed text, in the order of the rows.
 *
 * @param wanted names of columns, in any case; all where not given. A row holds them under the names given here.
 * @throws LinkageError `linkage.unreadable-source`; `linkage.column-missing` where the source lacks one.
 */
export async function readColumns(source: Source, wanted?: readonly string[]): Promise<TextTable> {
  const database = await openDatabase();
  try {
    const { connection } = database;
    const columns = await readSource(connection, source, "raw_table");
    const cells = (wanted ?? columns).map((name) => {
      const column = columnNamed(columns, name);
      if (column === undefined) throw missingColumn(source, name, columns);
      return `${quoted(column)} AS ${quoted(name)}`;
    });
    const rows = await rowsOf<Record<string, string | number | null>>(
      connection,
      `SELECT ${['row_number::DOUBLE AS " row"', ...cells].join(", ")} FROM raw_table ORDER BY row_number`,
    );
    return {
      columns,
      rows: rows.map(({ " row": rowNumber, ...values }) => ({
        rowNumber: Number(rowNumber),
        values: Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, value === null ? undefined : String(value)]),
        ),
      })),
    };
  } finally {
    await database.close();
  }
}

/** The columns of a source, without its rows. */
export async function columnsOf(source: Source): Promise<string[]> {
  const database = await openDatabase();
  try {
    return await readSource(database.connection, source, "raw_table");
  } finally {
    await database.close();
  }
}

const pathOf = (source: Source): string =>
  "csv" in source ? source.csv : "parquet" in source ? source.parquet : "the rows";

function missingColumn(source: Source, name: string, columns: readonly string[]): LinkageError {
  return new LinkageError("linkage.column-missing", {
    message: `there is no column ${name}`,
    where: pathOf(source),
    remedy: `name one of its columns: ${columns.slice(0, 40).join(", ")}`,
  });
}
