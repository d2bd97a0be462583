import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { type Keeping, personsPastKeeping } from "./past-keeping.ts";

/**
 * Of whom retention clocks will take something at `until` (ISO 8601 in UTC): persons of whom a partner's values expire,
 * and own persons past their keeping, with all files that show as theirs.
 */
export async function personsDue(
  session: Session,
  context: Pick<RegistryContext, "agency">,
  keeping: Keeping,
  until: string,
): Promise<readonly string[]> {
  const past = await personsPastKeeping(session, context, keeping, until);
  const { rows } = await sql<{ id: string }>`
    select distinct subject as id from statement where subject_kind = 'person' and retention_until <= ${until}
    union
    select id from person where view_of = any(${past}::uuid[])`.execute(session.db);
  return rows.map((row) => row.id);
}

/** Of whom something is kept that was received under an agreement. */
export async function personsReceived(session: Session, agreement: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct subject as id from statement
    where subject_kind = 'person' and agreement = ${agreement}`.execute(session.db);
  return rows.map((row) => row.id);
}
