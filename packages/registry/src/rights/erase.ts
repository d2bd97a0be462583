import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { PERSON_COLUMNS } from "../current/project-person.ts";
import { chunks } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { isUuid } from "../store/uuid.ts";
import { type Erasure, type ErasureReason, owesScrub } from "./erasure.ts";
import { putNotices } from "./notice.ts";
import { ENDED_BY_PERSON } from "./unlink.ts";

/** What is deleted of files, whose ids stand in `erased`. */
const DELETIONS: readonly string[] = [
  "delete from data_key where owner in (select 'person:' || id from erased)",
  "delete from fingerprint where person in (select id from erased)",
  "delete from encounter where person in (select id from erased)",
  "delete from statement where subject in (select id from erased)",
  "delete from identifier where person in (select id from erased)",
  "delete from consent where person in (select id from erased)",
  "delete from staff_read where person in (select id from erased)",
  "delete from assistance where person in (select id from erased)",
  "delete from assistance_finding where person in (select id from erased)",
  "delete from objection where person in (select id from erased)",
  "delete from restriction where person in (select id from erased)",
  "update rights_request set details = null where person in (select id from erased)",
  `update staff_approval set persons = array(select unnest(persons) except select id from erased)
     where persons && array(select id from erased)`,
  // What a partner has been told of a pair it must still find ended, so that what it sends for it is left out.
  `update pair_result r set evidence = 'null', decided_by = '${ENDED_BY_PERSON}',
       decision = case when r.decision in ('linked', 'waiting') then 'unlinked' else r.decision end
     from exchange_member m
     where m.person in (select id from erased) and r.exchange = m.exchange and r.own_ref = m.ref`,
  `delete from overlap_pair o using exchange_member m
     where m.person in (select id from erased) and o.exchange = m.exchange and o.own_ref = m.ref`,
  `delete from adjudication
     where pair->>'person' in (select id::text from erased) or pair->>'a' in (select id::text from erased)
       or pair->>'b' in (select id::text from erased)`,
  "update duplicate set evidence = 'null' where kept in (select id from erased) or duplicate in (select id from erased)",
];

/** A household nobody is left in is nobody's. */
const EMPTY_HOUSEHOLDS = `select id from household h
  where id in (select household_id from person where id in (select id from erased))
    and not exists (select 1 from person p where p.household_id = h.id and p.id not in (select id from erased))`;

const HOUSEHOLD_DELETIONS: readonly string[] = [
  `delete from data_key where owner in (select 'household:' || id from (${EMPTY_HOUSEHOLDS}) empty)`,
  `delete from statement where subject in (${EMPTY_HOUSEHOLDS})`,
  `delete from household where id in (${EMPTY_HOUSEHOLDS})`,
];

const BLANK = [...Object.keys(PERSON_COLUMNS), "phone_index"]
  .filter((column) => column !== "states")
  .map((column) => `${column} = null`)
  .join(", ");

const PERSONS_AT_ONCE = 2000;

export interface ErasedPersons {
  readonly erasure: Erasure;
  /** All files that were erased, duplicates among them. */
  readonly files: readonly string[];
  /** Partners who are told with the next contact. */
  readonly toTell: readonly string[];
}

/**
 * Erases persons with all files that show as theirs, duplicates among them, in one transaction: data keys are destroyed;
 * statements, identifiers, templates, words of consent, evidence and values deleted; partners who were given data are to
 * be told. What stays is that persons with these ids were erased, decisions without their evidence, which disclosures
 * there were, and requests by kind and date. The store's free space holds the old rows until {@link scrubStore}.
 * @throws AccordError `person.unknown`; nobody is erased then
 */
export async function erasePersons(
  session: Session,
  context: RegistryContext,
  erase: { readonly persons: readonly string[]; readonly reason: ErasureReason; readonly by: string },
): Promise<ErasedPersons> {
  return session.transaction(async (transaction) => {
    const wanted = [...new Set(erase.persons)];
    const found = await sql<{ id: string; view_of: string }>`
      select id, view_of from person where status <> 'erased' and view_of in (
        select view_of from person where id = any(${wanted.filter(isUuid)}::uuid[]) and status <> 'erased')`.execute(
      transaction.db,
    );
    const known = new Set(found.rows.flatMap((row) => [row.id, row.view_of]));
    if (wanted.some((person) => !known.has(person))) {
      throw new AccordError("person.unknown", "there is no such person here", {
        where: "person",
        remedy: "Search by identifier or name; nobody was erased.",
      });
    }
    const files = found.rows.map((row) => row.id);
    const toTell = await putNotices(transaction, context, { kind: "erasure", files });
    await eraseFiles(transaction, files, context.now());
    const erasure = await owesScrub(transaction, context, {
      reason: erase.reason,
      persons: new Set(found.rows.map((row) => row.view_of)).size,
      by: erase.by,
      erased: files,
    });
    return { erasure, files, toTell };
  });
}

/** Empties these files; part of a transaction that notes why and owes the scrub. */
export async function eraseFiles(session: Session, files: readonly string[], now: string): Promise<void> {
  for (const ids of chunks(files, PERSONS_AT_ONCE)) {
    for (const deletion of [...DELETIONS, ...HOUSEHOLD_DELETIONS]) {
      await sql`with erased as (select unnest(${ids}::uuid[]) as id) ${sql.raw(deletion)}`.execute(
        session.db,
      );
    }
    await sql`
      update exchange_member set left_at = ${now} where person = any(${ids}::uuid[]) and left_at is null`.execute(
      session.db,
    );
    await sql`
      update link set evidence = 'null', undone_by = coalesce(undone_by, ${ENDED_BY_PERSON}),
        undone_at = coalesce(undone_at, ${now})
      where person = any(${ids}::uuid[])`.execute(session.db);
    await sql`
      update person set ${sql.raw(BLANK)}, states = '{}', status = 'erased', merged_into = null, view_of = id,
        external_key = null, row_digest = null, registered_at = null, programme = null, protect_location = true
      where id = any(${ids}::uuid[])`.execute(session.db);
  }
}
