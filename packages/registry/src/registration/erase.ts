import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import { materialise } from "../current/materialise.ts";
import { PERSON_COLUMNS } from "../current/project-person.ts";
import { destroyDataKey } from "../keys/data-key.ts";
import type { Session } from "../store/store.ts";

/** Tables that hold something of a person, each with its column; all rows go. */
const FILES = [
  ["fingerprint", "person"],
  ["encounter", "person"],
  ["statement", "subject"],
  ["identifier", "person"],
  ["consent", "person"],
  ["exchange_member", "person"],
] as const;

/**
 * Erases a person: their data key is destroyed, statements, identifiers, templates, evidence and values deleted. What
 * stays is that a person with this id was erased, decisions without their evidence, and which disclosures there were.
 * @throws AccordError `person.unknown`
 */
export async function erasePerson(session: Session, person: string): Promise<void> {
  await session.transaction(async (transaction) => {
    const { db } = transaction;
    const found = await sql<{ view_of: string }>`select view_of from person where id = ${person}`.execute(db);
    const row = found.rows[0];
    if (row === undefined)
      throw new AccordError("person.unknown", "There is no such person.", { where: person });
    await destroyDataKey(transaction, `person:${person}`);
    for (const [table, column] of FILES) {
      await sql`delete from ${sql.raw(table)} where ${sql.raw(column)} = ${person}`.execute(db);
    }
    await sql`update link set evidence = 'null' where person = ${person}`.execute(db);
    await sql`update duplicate set evidence = 'null' where kept = ${person} or duplicate = ${person}`.execute(
      db,
    );
    await sql`delete from adjudication where pair @> ${JSON.stringify({ person })}::jsonb
      or pair @> ${JSON.stringify({ a: person })}::jsonb or pair @> ${JSON.stringify({ b: person })}::jsonb`.execute(
      db,
    );
    const blank = Object.keys(PERSON_COLUMNS)
      .filter((column) => column !== "states")
      .map((column) => `${column} = null`)
      .join(", ");
    await sql`
      update person set ${sql.raw(blank)}, states = '{}', status = 'erased', merged_into = null, view_of = id,
        external_key = null, row_digest = null, registered_at = null, programme = null, protect_location = true
      where id = ${person}`.execute(db);
    await materialise(transaction, [row.view_of]);
  });
}
