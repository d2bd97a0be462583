import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { materialise } from "../current/materialise.ts";
import { materialiseHouseholds } from "../current/materialise-household.ts";
import type { Session } from "../store/store.ts";

/** Who a link or pair was ended by where the person said no; such pairs are told to nobody. */
export const ENDED_BY_PERSON = "the person";

/** Agreements whose disclosures went to one recipient for one purpose. */
export interface Recipient {
  readonly recipient: string;
  readonly purpose: string;
}

/**
 * Takes these files out of the recipient's exchanges of that purpose that run, and ends the links of these files with persons of the recipient under agreements of that purpose, and the pairs of its
 * exchanges: on withdrawal two registries have no more ground to know the person as one. Current values are as before
 * the link.
 */
export async function unlinkFrom(
  session: Session,
  context: RegistryContext,
  files: readonly string[],
  { recipient, purpose }: Recipient,
): Promise<void> {
  const { db } = session;
  const agreements = sql`(
    select agreement_digest from disclosure_terms where recipient = ${recipient} and purpose = ${purpose})`;
  await sql`
    update exchange_member m set left_at = ${context.now()} from exchange_pin p
    where p.exchange = m.exchange and p.recipient = ${recipient} and p.purpose = ${purpose}
      and m.person = any(${files}::uuid[]) and m.left_at is null`.execute(db);
  const undone = await sql<{ id: string; person: string }>`
    update link set undone_by = ${ENDED_BY_PERSON}, undone_at = ${context.now()}, evidence = 'null'
    where person = any(${files}::uuid[]) and partner = ${recipient} and undone_at is null
      and agreement in ${agreements} and not exists (
        select 1 from exchange_pin other where other.exchange = link.exchange and other.purpose <> ${purpose})
    returning id, person`.execute(db);
  await sql`
    update pair_result r set decision = 'unlinked', decided_by = ${ENDED_BY_PERSON}, evidence = 'null'
    from exchange_member m join exchange e on e.id = m.exchange
    where m.person = any(${files}::uuid[]) and r.exchange = m.exchange and r.own_ref = m.ref
      and r.decision in ('linked', 'waiting') and e.agreement_digest in ${agreements}`.execute(db);
  await sql`
    delete from adjudication
    where pair->>'partner' = ${recipient} and pair->>'person' = any(${files}::text[])
      and pair->>'agreement' in ${agreements}`.execute(db);
  const households = await sql<{ subject: string }>`
    select distinct subject from statement
    where subject_kind = 'household' and via_link = any(${undone.rows.map((row) => row.id)}::uuid[])`.execute(
    db,
  );
  await materialise(session, [...new Set(undone.rows.map((row) => row.person))]);
  await materialiseHouseholds(
    session,
    households.rows.map((row) => row.subject),
  );
}
