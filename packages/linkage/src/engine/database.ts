import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance, LIST, listValue, VARCHAR } from "@duckdb/node-api";

const LIST_OF_TEXT = LIST(VARCHAR);

/** An in-memory DuckDB that spills to a folder of its own; everything is gone after `close`. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): Promise<void>;
}

export type ColumnType = "INTEGER" | "DOUBLE" | "VARCHAR" | "VARCHAR[]";
export type Cell = number | string | readonly string[] | undefined;

/** @param memoryLimitBytes ceiling of DuckDB's buffers; half of the machine's memory where not given. */
export async function openDatabase(
  memoryLimitBytes = totalmem() / 2,
  threads = availableParallelism(),
): Promise<Database> {
  const spill = await mkdtemp(join(tmpdir(), "accord-linkage-"));
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${Math.floor(memoryLimitBytes / 2 ** 20)}MiB`,
    temp_directory: spill,
    threads: String(threads),
    preserve_insertion_order: "false",
  });
  const connection = await instance.connect();
  return {
    connection,
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(spill, { recursive: true, force: true });
    },
  };
}

/** Creates a table and appends rows; `undefined` becomes NULL. */
export async function fillTable(
  connection: DuckDBConnection,
  table: string,
  columns: Readonly<Record<string, ColumnType>>,
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const definition = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await connection.run(`CREATE OR REPLACE TABLE ${table} (${definition.join(", ")})`);
  const appender = await connection.createAppender(table);
  const types = Object.values(columns);
  for (const row of rows) {
    for (const [index, type] of types.entries()) {
      const cell = row[index];
      if (cell === undefined) appender.appendNull();
      else if (type === "INTEGER") appender.appendInteger(cell as number);
      else if (type === "DOUBLE") appender.appendDouble(cell as number);
      else if (type === "VARCHAR") appender.appendVarchar(cell as string);
      else appender.appendList(listValue(cell as readonly string[]), LIST_OF_TEXT);
    }
    appender.endRow();
  }
  appender.closeSync();
}

/** Streams a query whose columns are all integers, chunk by chunk, as plain number arrays. */
export async function eachChunk(
  connection: DuckDBConnection,
  sql: string,
  take: (columns: readonly (readonly number[])[], rows: number) => void,
): Promise<void> {
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    take(chunk.getColumns() as unknown as number[][], chunk.rowCount);
  }
}

/** The rows of a small query as objects; counts must be cast to DOUBLE by the query. */
export async function rowsOf<Row>(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjects() as Row[];
}
