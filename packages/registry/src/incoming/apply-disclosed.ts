import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { barredRefs } from "../rights/take-back.ts";
import { groupBy } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { type AppliedRecords, checkSources, type IncomingRecords } from "./incoming-records.ts";
import { received } from "./received-statements.ts";
import { storeReceived } from "./store-received.ts";

/**
 * Stores a partner's statements on the own persons linked to their refs; applying the same again changes nothing.
 * What comes for a person who said no to it at the partner is left out. Household statements go to the own household where the own person is its head. Templates are sealed.
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
    const barred = await barredRefs(transaction, { ...incoming, refs });
    const links = await sql<Linked>`
      select l.id as link, l.partner_ref, l.person,
             case when p.household_role = 'head' then p.household_id end as heads
      from link l join person p on p.id = l.person
      where l.agreement = ${incoming.agreement} and l.partner = ${incoming.partner} and l.undone_at is null
        and l.partner_ref <> all(${[...barred]}::text[]) and l.partner_ref = any(${refs}::text[]) and p.status <> 'erased'`.execute(
      transaction.db,
    );
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
      unknownRefs: refs.filter((ref) => !byRef.has(ref) && !barred.has(ref)),
    };
  });
}

interface Linked {
  readonly link: string;
  readonly partner_ref: string;
  readonly person: string;
  readonly heads: string | null;
}
