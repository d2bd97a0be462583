import type { DuckDBConnection } from "@duckdb/node-api";
import { fillTable, rowsOf } from "../engine/database.ts";
import { LinkageError } from "../errors.ts";

/** A row as a program gives it; a number or truth value is compared as its text. */
export type SourceRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Where the records of a registry are read from: a file with one record a row, or rows. */
export type Source =
  | { readonly csv: string }
  | { readonly parquet: string }
  | { readonly rows: Iterable<SourceRow> | AsyncIterable<SourceRow> };

/** A source by the ending of its name: `.parquet` or anything else as CSV (also `.tsv`, gzip). */
export function sourceOfFile(path: string): Source {
  return /\.(parquet|pq)$/i.test(path) ? { parquet: path } : { csv: path };
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

async function fillFromRows(
  connection: DuckDBConnection,
  table: string,
  rows: Iterable<SourceRow> | AsyncIterable<SourceRow>,
): Promise<void> {
  const all: SourceRow[] = [];
  const names = new Set<string>();
  for await (const row of rows) {
    all.push(row);
    for (const name of Object.keys(row)) names.add(name);
  }
  const columns = [...names];
  const shape = Object.fromEntries(columns.map((_, at) => [`c${at}`, "VARCHAR" as const]));
  const cells = function* () {
    for (const row of all) {
      yield columns.map((name) => {
        const value = row[name];
        return value === undefined || value === null ? undefined : String(value);
      });
    }
  };
  if (columns.length === 0) columns.push("id");
  await fillTable(connection, `${table}_rows`, columns.length === 1 ? { c0: "VARCHAR" } : shape, cells());
  const renamed = columns.map((name, at) => `c${at} AS ${quoted(name)}`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table}_source AS SELECT ${renamed.join(", ")} FROM ${table}_rows; DROP TABLE ${table}_rows`,
  );
}

/**
 * Reads a source into table `raw_…`: every column as trimmed text, an empty text as missing, and `row_number` from 1.
 *
 * @returns the columns' names as written at the source.
 * @throws LinkageError `linkage.unreadable-source` where DuckDB cannot read the file.
 */
export async function readSource(
  connection: DuckDBConnection,
  source: Source,
  table: string,
): Promise<string[]> {
  if ("rows" in source) await fillFromRows(connection, table, source.rows);
  const from =
    "csv" in source
      ? `read_csv(${literal(source.csv)}, all_varchar = true, header = true, null_padding = true, strict_mode = false)`
      : "parquet" in source
        ? `read_parquet(${literal(source.parquet)})`
        : `${table}_source`;
  try {
    const described = await rowsOf<{ column_name: string; column_type: string }>(
      connection,
      `SELECT column_name, column_type FROM (DESCRIBE FROM ${from})`,
    );
    const cells = described.map(({ column_name: name, column_type: type }) => {
      const text = type.endsWith("[]")
        ? `array_to_string(${quoted(name)}, ' ')`
        : `CAST(${quoted(name)} AS VARCHAR)`;
      return `nullif(trim(${text}, ' \t'), '') AS ${quoted(name.trim())}`;
    });
    await connection.run(
      `CREATE OR REPLACE TABLE ${table} AS SELECT row_number() OVER () AS row_number, ${cells.join(", ")} FROM ${from}`,
    );
    return described.map(({ column_name: name }) => name.trim());
  } catch (error) {
    throw new LinkageError("linkage.unreadable-source", {
      // DuckDB's own message may quote the offending row.
      message: "the file cannot be read as a table with a header",
      where: "csv" in source ? source.csv : "parquet" in source ? source.parquet : "rows",
      remedy: "give a CSV with one header line or a Parquet file",
      cause: error instanceof LinkageError ? error : undefined,
    });
  }
}
