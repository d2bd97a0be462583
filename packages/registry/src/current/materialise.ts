import { type AttributeName, currentAssertions } from "@accord/vocabulary";
import { sql } from "kysely";
import { openCurrentPhones, openStatedPhones, sealCurrentPhones } from "../keys/sealed-phone.ts";
import { assignments, chunks, groupBy, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { type AuthorityOf, storedAuthority } from "./authority.ts";
import { type ChangeCounts, countChanges } from "./changes.ts";
import { PERSON_COLUMNS, type PersonColumns, projectPerson } from "./project-person.ts";
import { countedStatement, type StatementRow } from "./statement-row.ts";

const PERSONS_AT_ONCE = 2000;

/**
 * The one function that keeps current values: for each person, of all statements on their file, on the files of
 * duplicates merged into them, and of partners through links that stand, the greatest assertion of each attribute.
 * A deactivated duplicate shows its own file. Authority is what `recordAuthority` stored unless handed in.
 * @returns how many current values changed, by attribute
 */
export async function materialise(
  session: Session,
  persons: readonly string[],
  authorityOf?: AuthorityOf,
): Promise<ChangeCounts> {
  const changes: Partial<Record<AttributeName, number>> = {};
  const authorities = authorityOf ?? (await storedAuthority(session));
  for (const ids of chunks([...new Set(persons)], PERSONS_AT_ONCE)) {
    await materialiseSome(session, ids, authorities, changes);
  }
  return changes;
}

interface Shown extends PersonColumns {
  readonly id: string;
  readonly holder: string;
}

async function materialiseSome(
  session: Session,
  ids: readonly string[],
  authorityOf: AuthorityOf,
  changes: Partial<Record<AttributeName, number>>,
): Promise<void> {
  const shown = await sql<Shown>`
    select id, holder, ${sql.raw(Object.keys(PERSON_COLUMNS).join(", "))} from person
    where id in (
      select id from person where id = any(${ids}::uuid[])
      union select view_of from person where id = any(${ids}::uuid[])
    ) and status <> 'erased'`.execute(session.db);
  const statements = await statementsShown(
    session,
    shown.rows.map((row) => row.id),
  );
  const opened = await openCurrentPhones(session, shown.rows, (row) => row.id);
  const updated = opened.map((before) => {
    const rows = statements.get(before.id) ?? [];
    const authority = authorityOf(agreementsOf(rows));
    const current = currentAssertions(rows.map(countedStatement), authority);
    const after = projectPerson(current, before.holder);
    countChanges(changes, before, after);
    return { id: before.id, ...after };
  });
  await updatePersons(session, updated);
}

/** The statements that count for each person, by the person who shows them. */
export async function statementsShown(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly StatementRow[]>> {
  const { rows } = await sql<StatementRow & { shown_on: string }>`
    with file as (
      select id as shown_on, id as subject from person where id = any(${ids}::uuid[])
      union
      select view_of, id from person where view_of = any(${ids}::uuid[])
    )
    select file.shown_on, s.subject, s.id, s.source, s.method, s.asserted_at, s.recorded_at, s.clock, s.states,
           s.via_link, s.agreement, s.retention_until
    from file join statement s on s.subject = file.subject
    where s.via_link is null or exists (select 1 from link l where l.id = s.via_link and l.undone_at is null)`.execute(
    session.db,
  );
  return groupBy(await openStatedPhones(session, rows), (row) => row.shown_on);
}

export function agreementsOf(rows: readonly StatementRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => (row.via_link === null ? [] : (row.agreement ?? []))))].sort();
}

async function updatePersons(
  session: Session,
  rows: readonly (PersonColumns & { readonly id: string })[],
): Promise<void> {
  if (rows.length === 0) return;
  const sealed = await sealCurrentPhones(session, rows);
  await sql`
    update person set ${assignments([...Object.keys(PERSON_COLUMNS), "phone_index"], "now_is")},
      status = case when person.status in ('deactivated', 'erased') then person.status
                    else coalesce(nullif(now_is.life_status, 'present'), 'active') end
    from ${recordset(sealed, "now_is", { id: "uuid", ...PERSON_COLUMNS, phone_index: "text" })}
    where person.id = now_is.id`.execute(session.db);
}
