import { sql } from "kysely";
import { PERSON_COLUMNS, type PersonColumns } from "../current/project-person.ts";
import { sealCurrentPhones } from "../keys/sealed-phone.ts";
import { columnList, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

const REGISTERED = {
  id: "uuid",
  external_key: "text",
  protect_location: "boolean",
  registered_at: "text",
  programme: "text",
  row_digest: "text",
} as const;

export type NewPerson = PersonColumns & {
  readonly id: string;
  readonly external_key: string;
  readonly protect_location: boolean;
  readonly registered_at?: string | undefined;
  readonly programme?: string | undefined;
  readonly row_digest?: string | undefined;
};

/**
 * Inserts persons together with their current values. A new person's only statement is the one they come with, so its
 * projection is what `materialise` would find; a test holds the two to the same result.
 */
export async function insertPersons(
  session: Session,
  holder: string,
  persons: readonly NewPerson[],
): Promise<void> {
  if (persons.length === 0) return;
  const columns = { ...REGISTERED, ...PERSON_COLUMNS, phone_index: "text" };
  const names = Object.keys(columns);
  await sql`
    insert into person (holder, status, view_of, ${columnList(names)})
    select ${holder}, coalesce(nullif(life_status, 'present'), 'active'), id, ${columnList(names)}
    from ${recordset(await sealCurrentPhones(session, persons), "made", columns)}`.execute(session.db);
}
