import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** The id of each household by its holder's key; those that are not there yet are made. */
export async function householdIds(
  session: Session,
  context: RegistryContext,
  holder: string,
  keys: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(keys)];
  const ids = new Map<string, string>();
  if (wanted.length === 0) return ids;
  const found = await sql<{ id: string; external_key: string }>`
    select id, external_key from household
    where holder = ${holder} and external_key = any(${wanted}::text[])`.execute(session.db);
  for (const row of found.rows) ids.set(row.external_key, row.id);
  const made = wanted
    .filter((key) => !ids.has(key))
    .map((external_key) => ({ id: context.newId(), external_key }));
  for (const row of made) ids.set(row.external_key, row.id);
  if (made.length > 0) {
    await sql`
      insert into household (id, holder, external_key)
      select id, ${holder}, external_key from ${recordset(made, "made", { id: "uuid", external_key: "text" })}`.execute(
      session.db,
    );
  }
  return ids;
}
