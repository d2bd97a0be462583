import { type Dialect, PostgresDialect } from "kysely";
import pg from "pg";

const INT8 = 20;

/** PostgreSQL over a pool; `bigint` comes back as a number, as PGlite gives it (counts and indexes stay below 2^53). */
export function postgresDialect(url: string): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: ((oid: number, format?: "text" | "binary") =>
        oid === INT8
          ? Number
          : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
    },
  });
  // A connection that nobody uses may be ended by the server; the pool makes another, and without this the process ends.
  pool.on("error", () => undefined);
  return new PostgresDialect({ pool });
}
