import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import { PERSON_COLUMNS } from "../current/project-person.ts";
import type { Session } from "../store/store.ts";
import { isUuid } from "../store/uuid.ts";

/** What is deleted of a person's files, whose ids stand in `erased`. */
const DELETIONS: readonly string[] = [
  "delete from data_key where owner in (select 'person:' || id from erased)",
  "delete from fingerprint where person in (select id from erased)",
  "delete from encounter where person in (select id from erased)",
  "delete from statement where subject in (select id from erased)",
  "delete from identifier where person in (select id from erased)",
  "delete from consent where person in (select id from erased)",
  "delete from staff_read where person in (select id from erased)",
  `delete from pair_result r using exchange_member m
     where m.person in (select id from erased) and r.exchange = m.exchange and r.own_ref = m.ref`,
  "delete from exchange_member where person in (select id from erased)",
  "delete from adjudication where exists (select 1 from erased where pair @> jsonb_build_object('person', id))",
  "delete from adjudication where exists (select 1 from erased where pair @> jsonb_build_object('a', id))",
  "delete from adjudication where exists (select 1 from erased where pair @> jsonb_build_object('b', id))",
  "update link set evidence = 'null' where person in (select id from erased)",
  "update duplicate set evidence = 'null' where kept in (select id from erased) or duplicate in (select id from erased)",
];

const BLANK = Object.keys(PERSON_COLUMNS)
  .filter((column) => column !== "states")
  .map((column) => `${column} = null`)
  .join(", ");

/**
 * Erases a person with all files that show as theirs, duplicates among them: data keys are destroyed; statements,
 * identifiers, templates, evidence and values deleted. What stays is that persons with these ids were erased, decisions
 * without their evidence, and which disclosures there were.
 * @throws AccordError `person.unknown`
 */
export async function erasePerson(session: Session, person: string): Promise<void> {
  await session.transaction(async ({ db }) => {
    const files = await sql<{ id: string }>`
      select id from person where view_of = (select view_of from person where id = any(${[person].filter(isUuid)}::uuid[]))`.execute(
      db,
    );
    if (files.rows.length === 0) {
      throw new AccordError("person.unknown", "There is no such person.", { where: person });
    }
    const ids = files.rows.map((row) => row.id);
    for (const deletion of DELETIONS) {
      await sql`with erased as (select unnest(${ids}::uuid[]) as id) ${sql.raw(deletion)}`.execute(db);
    }
    await sql`
      update person set ${sql.raw(BLANK)}, states = '{}', status = 'erased', merged_into = null, view_of = id,
        external_key = null, row_digest = null, registered_at = null, programme = null, protect_location = true
      where id = any(${ids}::uuid[])`.execute(db);
  });
}
