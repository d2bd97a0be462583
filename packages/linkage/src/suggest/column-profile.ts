import type { DuckDBConnection } from "@duckdb/node-api";
import { rowsOf } from "../engine/database.ts";
import { quoted } from "../load/source.ts";

/** What is known of a source column before anything is assumed of it. */
export interface ColumnProfile {
  readonly name: string;
  readonly records: number;
  /** Share of the records that have a value, 0 to 1. */
  readonly filled: number;
  /** Distinct values. */
  readonly distinct: number;
  /** Some values, at most {@link SAMPLES}; the same ones for the same table. */
  readonly samples: readonly string[];
}

const SAMPLES = 400;

/** Profiles every column of a raw table (`row_number` apart). */
export async function profileTable(
  connection: DuckDBConnection,
  table: string,
  columns: readonly string[],
): Promise<ColumnProfile[]> {
  const profiles: ColumnProfile[] = [];
  for (const name of columns) {
    const column = quoted(name);
    const [counted] = await rowsOf<{ records: number; filled: number; distinct_values: number }>(
      connection,
      `SELECT count(*)::DOUBLE AS records, count(${column})::DOUBLE AS filled, count(DISTINCT ${column})::DOUBLE AS distinct_values FROM ${table}`,
    );
    const samples = await rowsOf<{ value: string }>(
      connection,
      `SELECT ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL ORDER BY hash(row_number) LIMIT ${SAMPLES}`,
    );
    const records = counted?.records ?? 0;
    profiles.push({
      name,
      records,
      filled: records === 0 ? 0 : (counted?.filled ?? 0) / records,
      distinct: counted?.distinct_values ?? 0,
      samples: samples.map(({ value }) => value),
    });
  }
  return profiles;
}
