import { type RawBuilder, sql } from "kysely";

/**
 * Rows as one JSON parameter and the record set that SQL makes of it: a set goes to the store in one statement, however
 * many rows it has. `columns` are name and SQL type, written by this room, never by a caller.
 */
export function recordset(
  rows: readonly object[],
  alias: string,
  columns: Readonly<Record<string, string>>,
): RawBuilder<unknown> {
  const shape = Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(", ");
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${sql.raw(`${alias}(${shape})`)}`;
}

/** `a, b, c`, or `x.a, x.b, x.c` with an alias. */
export function columnList(columns: readonly string[], alias?: string): RawBuilder<unknown> {
  return sql.raw(columns.map((name) => (alias === undefined ? name : `${alias}.${name}`)).join(", "));
}

/** `a = x.a, b = x.b`. */
export function assignments(columns: readonly string[], alias: string): RawBuilder<unknown> {
  return sql.raw(columns.map((name) => `${name} = ${alias}.${name}`).join(", "));
}

/** What `Map.groupBy` does, which Node 20 does not have. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Slices of at most `size`. */
export function* chunks<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
