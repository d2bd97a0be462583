import { sql } from "kysely";
import { materialise } from "../current/materialise.ts";
import { materialiseHouseholds } from "../current/materialise-household.ts";
import type { Session } from "../store/store.ts";

/**
 * Takes out of partners' statements what may be kept no longer than `now` (ISO 8601 in UTC), deletes those that are
 * empty then, with their templates, and brings the current values up to date.
 * @returns how many statements lost something
 */
export async function purgeExpired(session: Session, now: string): Promise<number> {
  return session.transaction(async (transaction) => {
    const { db } = transaction;
    const { rows } = await sql<{ subject: string; subject_kind: string }>`
      update statement s set
        states = s.states - expired.names,
        retention = s.retention - expired.names,
        retention_until = expired.next
      from (
        select subject, source, id,
          array_agg(due.key) filter (where due.value <= ${now}) as names,
          min(due.value) filter (where due.value > ${now}) as next
        from statement, jsonb_each_text(retention) due
        where retention_until <= ${now} group by subject, source, id
      ) expired
      where s.subject = expired.subject and s.source = expired.source and s.id = expired.id
      returning s.subject, s.subject_kind`.execute(db);
    await sql`
      delete from encounter e using statement s
      where s.subject = e.person and s.source = e.source and s.id = e.id and not s.states ? 'person.fingerprints'`.execute(
      db,
    );
    await sql`delete from statement where states = '{}' and agreement is not null`.execute(db);
    const subjects = (kind: string) => [
      ...new Set(rows.filter((row) => row.subject_kind === kind).map((row) => row.subject)),
    ];
    await materialise(transaction, subjects("person"));
    await materialiseHouseholds(transaction, subjects("household"));
    return rows.length;
  });
}
