import type { DuckDBConnection } from "@duckdb/node-api";
import { readSource, type Source } from "./source.ts";
import type { RawSide } from "./standard-table.ts";

/** Reads one registry or two into tables as they are, before anything is standardised. */
export async function readRawSides(
  connection: DuckDBConnection,
  sources: { readonly left: Source; readonly right?: Source | undefined },
): Promise<{ readonly left: RawSide; readonly right: RawSide | undefined }> {
  const read = async (source: Source, table: string): Promise<RawSide> => ({
    table,
    columns: await readSource(connection, source, table),
  });
  const left = await read(sources.left, "raw_left");
  return { left, right: sources.right === undefined ? undefined : await read(sources.right, "raw_right") };
}
