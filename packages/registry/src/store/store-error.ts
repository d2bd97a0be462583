import { AccordError } from "@accord/vocabulary";

/**
 * A failure of the database with nothing in it but the SQLSTATE and names of the schema. Drivers put parameters and
 * values into message, detail and `params` (PGlite does all three), and those are personal data: the original error
 * is not kept, not even as cause.
 */
export class StoreError extends AccordError {
  readonly sqlState: string | undefined;

  constructor(original: unknown) {
    const field = (name: string) => nameOf((original as Record<string, unknown> | null)?.[name]);
    const sqlState = field("code");
    const place = field("constraint") ?? field("column") ?? field("table");
    super("store.failed", `The database refused a statement (${sqlState ?? "no SQLSTATE"}).`, {
      ...(place === undefined ? {} : { where: place }),
      remedy: "Run `accord doctor`; if the store is reachable and migrated, report the SQLSTATE.",
    });
    this.sqlState = sqlState;
  }
}

/** Identifiers of the schema and SQLSTATEs are plain words; anything else could be a value. */
function nameOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[A-Za-z0-9_]{1,63}$/.test(value) ? value : undefined;
}

const RETRYABLE = new Set(["40001", "40P01"]);

/** Serialisation failure or deadlock: the transaction did nothing and may be run again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof StoreError && error.sqlState !== undefined && RETRYABLE.has(error.sqlState);
}
