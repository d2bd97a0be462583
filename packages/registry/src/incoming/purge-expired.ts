import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { materialise } from "../current/materialise.ts";
import { materialiseHouseholds } from "../current/materialise-household.ts";
import { eraseFiles } from "../rights/erase.ts";
import { owesScrub } from "../rights/erasure.ts";
import type { Session } from "../store/store.ts";

export interface Purged {
  /** Statements that lost something. */
  readonly statements: number;
  /** Persons known from a partner's roster alone of whom nothing is left: erased whole. */
  readonly persons: number;
}

/**
 * Takes out of partners' statements what may be kept no longer than `until` (ISO 8601 in UTC), deletes those that are
 * empty then, with their templates, erases persons of whom nothing is left, and brings the current values up to date.
 */
export async function purgeExpired(
  session: Session,
  context: RegistryContext,
  until: string,
): Promise<Purged> {
  return session.transaction(async (transaction) => {
    const { db } = transaction;
    const { rows } = await sql<{ subject: string; subject_kind: string }>`
      update statement s set
        states = s.states - expired.names,
        retention = s.retention - expired.names,
        retention_until = expired.next
      from (
        select subject, source, id,
          array_agg(due.key) filter (where due.value <= ${until}) as names,
          min(due.value) filter (where due.value > ${until}) as next
        from statement, jsonb_each_text(retention) due
        where retention_until <= ${until} group by subject, source, id
      ) expired
      where s.subject = expired.subject and s.source = expired.source and s.id = expired.id
      returning s.subject, s.subject_kind`.execute(db);
    if (rows.length === 0) return { statements: 0, persons: 0 };
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
    const emptied = await sql<{ id: string }>`
      select id from person p where id = any(${subjects("person")}::uuid[]) and holder <> ${context.agency}
        and status <> 'erased' and not exists (select 1 from statement s where s.subject = p.id)`.execute(db);
    const erased = emptied.rows.map((row) => row.id);
    await eraseFiles(transaction, erased, context.now());
    await owesScrub(transaction, context, {
      reason: "retention",
      persons: subjects("person").length,
      by: context.agency,
      erased,
    });
    return { statements: rows.length, persons: erased.length };
  });
}

/** What `purgeExpired` would take now, by agreement and attribute; nothing is changed. */
export interface Expiring {
  readonly agreement: string;
  readonly attribute: string;
  readonly values: number;
}

export async function previewExpired(session: Session, until: string): Promise<readonly Expiring[]> {
  const { rows } = await sql<Expiring>`
    select coalesce(agreement, '') as agreement, due.key as attribute, count(*) as values
    from statement, jsonb_each_text(retention) due
    where retention_until <= ${until} and due.value <= ${until}
    group by 1, 2 order by 1, 2`.execute(session.db);
  return rows;
}
