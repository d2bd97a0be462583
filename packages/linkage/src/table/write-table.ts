import { type Cell, type ColumnType, fillTable, openDatabase } from "../engine/database.ts";
import { literal, quoted } from "../load/source.ts";

/**
 * Writes rows to a file: Parquet where its name ends in `.parquet` or `.pq`, else CSV with a header line.
 *
 * @param columns type of each column by its name, in order
 */
export async function writeTable(
  path: string,
  columns: Readonly<Record<string, ColumnType>>,
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const database = await openDatabase();
  try {
    const { connection } = database;
    const plain = Object.fromEntries(Object.entries(columns).map(([, type], at) => [`c${at}`, type]));
    await fillTable(connection, "written", { position: "INTEGER", ...plain }, numbered(rows));
    const names = Object.keys(columns).map((name, at) => `c${at} AS ${quoted(name)}`);
    const format = /\.(parquet|pq)$/i.test(path) ? "FORMAT parquet" : "FORMAT csv, HEADER true";
    await connection.run(
      `COPY (SELECT ${names.join(", ")} FROM written ORDER BY position) TO ${literal(path)} (${format})`,
    );
  } finally {
    await database.close();
  }
}

function* numbered(rows: Iterable<readonly Cell[]>): Generator<Cell[]> {
  let position = 0;
  for (const row of rows) yield [position++, ...row];
}
