import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** The key under which each person's holder registered them; persons without one are absent. */
export async function externalKeys(
  session: Session,
  persons: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; external_key: string }>`
    select id, external_key from person
    where id = any(${persons}::uuid[]) and external_key is not null`.execute(session.db);
  return new Map(rows.map((row) => [row.id, row.external_key]));
}
