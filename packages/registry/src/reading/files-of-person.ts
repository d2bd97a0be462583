import { sql } from "kysely";
import type { Session } from "../store/store.ts";
import { isUuid } from "../store/uuid.ts";

/** The ids of all files that show as this person's, duplicates among them; empty where there is no such person. */
export async function filesOfPerson(session: Session, person: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from person where view_of = (select view_of from person where id = any(${[person].filter(isUuid)}::uuid[]))
    order by id`.execute(session.db);
  return rows.map((row) => row.id);
}
