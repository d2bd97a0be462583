import { AccordError, type AttributeName, type DisclosedPerson } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { ChangeCounts } from "../current/changes.ts";
import { insertStatements } from "../current/insert-statements.ts";
import { materialise } from "../current/materialise.ts";
import { materialiseHouseholds } from "../current/materialise-household.ts";
import { storeFingerprints } from "../registration/sealed-fingerprints.ts";
import { groupBy } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { type Received, received } from "./received-statements.ts";

export interface IncomingRecords {
  readonly agreement: string;
  readonly partner: string;
  readonly records: readonly DisclosedPerson[];
  /** Until when each attribute may be kept, ISO 8601 in UTC; absent means no limit. */
  readonly retentionUntil: Readonly<Partial<Record<AttributeName, string>>>;
}

export interface AppliedRecords {
  /** Persons whom the records concern; of a roster, those who were not known before. */
  readonly persons: number;
  /** Statements that were new here, or had attributes that were new. */
  readonly statements: number;
  /** Current values that changed, by attribute: fields brought in step. */
  readonly changed: ChangeCounts;
  /** Refs for which no link stands; their records were left out. */
  readonly unknownRefs: readonly string[];
}

/**
 * Stores a partner's statements on the own persons linked to their refs; applying the same again changes nothing.
 * Household statements go to the own household where the own person is its head. Templates are sealed.
 * @throws AccordError `incoming.foreign_source` if a statement's source is not the partner; nothing is stored then.
 */
export async function applyDisclosed(
  session: Session,
  context: RegistryContext,
  incoming: IncomingRecords,
): Promise<AppliedRecords> {
  checkSources(incoming);
  return session.transaction(async (transaction) => {
    const refs = [...new Set(incoming.records.map((record) => record.ref))];
    const links = await sql<Linked>`
      select l.id as link, l.partner_ref, l.person,
             case when p.household_role = 'head' then p.household_id end as heads
      from link l join person p on p.id = l.person
      where l.agreement = ${incoming.agreement} and l.partner = ${incoming.partner} and l.undone_at is null
        and l.partner_ref = any(${refs}::text[]) and p.status <> 'erased'`.execute(transaction.db);
    const byRef = groupBy(links.rows, (link) => link.partner_ref);
    const recordedAt = context.now();
    const items = incoming.records.flatMap((record) =>
      (byRef.get(record.ref) ?? []).flatMap(({ link, person, heads }) =>
        received(incoming, record.statements, {
          person,
          household: heads ?? undefined,
          link,
          recordedAt,
        }),
      ),
    );
    const { statements, changed } = await storeReceived(transaction, items);
    return {
      persons: new Set(links.rows.map((link) => link.person)).size,
      statements,
      changed,
      unknownRefs: refs.filter((ref) => !byRef.has(ref)),
    };
  });
}

interface Linked {
  readonly link: string;
  readonly partner_ref: string;
  readonly person: string;
  readonly heads: string | null;
}

/** @throws AccordError `incoming.foreign_source` */
export function checkSources({ partner, records }: IncomingRecords): void {
  for (const record of records) {
    if (record.statements.some((statement) => statement.source !== partner)) {
      throw new AccordError(
        "incoming.foreign_source",
        "A statement's source is not the partner who sent it.",
        {
          where: record.ref,
          remedy: "The partner must send its own statements only; nothing of the batch was kept.",
        },
      );
    }
  }
}

/** Stores statements with the templates that came in them, and brings the current values up to date. */
export async function storeReceived(
  session: Session,
  items: readonly Received[],
): Promise<{ readonly statements: number; readonly changed: ChangeCounts }> {
  const changedStatements = await insertStatements(
    session,
    items.map((item) => item.statement),
  );
  await storeFingerprints(
    session,
    items.flatMap((item) => item.fingerprints),
    "encounter",
  );
  const touched = items
    .map((item) => item.statement)
    .filter((statement) => changedStatements.has(`${statement.subject}/${statement.id}`));
  const subjects = (kind: "person" | "household") => [
    ...new Set(touched.filter((one) => one.subject_kind === kind).map((one) => one.subject)),
  ];
  const persons = await materialise(session, subjects("person"));
  const households = await materialiseHouseholds(session, subjects("household"));
  return { statements: changedStatements.size, changed: { ...persons, ...households } };
}
