import type { AttributeStates } from "@accord/vocabulary";
import { sql } from "kysely";
import { materialise } from "../current/materialise.ts";
import type { StatementRow } from "../current/statement-row.ts";
import { openStatedPhones } from "../keys/sealed-phone.ts";
import type { Session } from "../store/store.ts";

interface With {
  readonly partner: string;
  /** Digest. */
  readonly agreement: string;
}

/** A link that stands, as both sides should hold it. */
export interface CommonLink {
  readonly link: string;
  readonly person: string;
  readonly partnerRef: string;
}

/** Links that stand with a partner's persons under an agreement, but for those whom it does not cover any more there. */
export async function commonLinks(
  session: Session,
  { partner, agreement }: With,
): Promise<readonly CommonLink[]> {
  const { rows } = await sql<{ link: string; person: string; partner_ref: string }>`
    select id as link, person, partner_ref from link l
    where partner = ${partner} and agreement = ${agreement} and undone_at is null
      and not exists (select 1 from left_ref f
        where f.partner = l.partner and f.agreement = l.agreement and f.ref = l.partner_ref)
    order by person, partner_ref`.execute(session.db);
  return rows.map((row) => ({ link: row.link, person: row.person, partnerRef: row.partner_ref }));
}

/** Pairs that are no link here, with a word that the partner has not been told: `undone` ones, and those to be made. */
export async function pendingPairs(
  session: Session,
  { partner, agreement }: With,
): Promise<readonly { readonly person: string; readonly partnerRef: string }[]> {
  const { rows } = await sql<{ person: string; partner_ref: string }>`
    select person, partner_ref from link_word
    where partner = ${partner} and agreement = ${agreement} and told_at is null`.execute(session.db);
  return rows.map((row) => ({ person: row.person, partnerRef: row.partner_ref }));
}

/** Pairs of which a link was undone here, and stands no more. */
export async function undonePairs(
  session: Session,
  { partner, agreement }: With,
): Promise<readonly { readonly person: string; readonly partnerRef: string }[]> {
  const { rows } = await sql<{ person: string; partner_ref: string }>`
    select distinct person, partner_ref from link l
    where partner = ${partner} and agreement = ${agreement} and undone_at is not null
      and not exists (select 1 from link s where s.person = l.person and s.partner = l.partner
        and s.agreement = l.agreement and s.partner_ref = l.partner_ref and s.undone_at is null)`.execute(
    session.db,
  );
  return rows.map((row) => ({ person: row.person, partnerRef: row.partner_ref }));
}

/** A statement that a partner made on a person here, through a link. */
export interface ReceivedStatement {
  readonly link: string;
  readonly subject: string;
  readonly id: string;
  readonly method: string;
  readonly assertedAt: string;
  readonly clock: string;
  readonly states: AttributeStates;
}

/** What came from the partner through these links and is about persons. */
export async function receivedThrough(
  session: Session,
  { partner, links }: { readonly partner: string; readonly links: readonly string[] },
): Promise<readonly ReceivedStatement[]> {
  const { rows } = await sql<StatementRow>`
    select subject, id, source, method, asserted_at, recorded_at, clock, states, via_link, agreement, retention_until
    from statement where source = ${partner} and subject_kind = 'person' and via_link = any(${links}::uuid[])`.execute(
    session.db,
  );
  return (await openStatedPhones(session, rows)).map((row) => ({
    link: row.via_link!,
    subject: row.subject,
    id: row.id,
    method: row.method,
    assertedAt: row.asserted_at,
    clock: row.clock,
    states: row.states,
  }));
}

/** Pins linked persons for a comparison that stays here; `unpinComparison` forgets them. */
export async function pinComparison(
  session: Session,
  {
    id,
    members,
  }: { readonly id: string; readonly members: readonly { readonly ref: string; readonly person: string }[] },
): Promise<void> {
  await sql`
    insert into exchange_member (exchange, ref, person, candidate)
    select ${id}, ref, person, true
    from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as given(ref text, person uuid)
    on conflict do nothing`.execute(session.db);
}

export async function unpinComparison(session: Session, id: string): Promise<void> {
  await sql`delete from exchange_member where exchange = ${id}`.execute(session.db);
}

/** When each person was first disclosed under an agreement as one who is linked, ISO 8601; who never was is absent. */
export async function firstDisclosed(
  session: Session,
  { agreement, persons }: { readonly agreement: string; readonly persons: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ person: string; at: string }>`
    select person, min(at) as at from disclosure
    where agreement_digest = ${agreement} and tier = 'linked' and person = any(${persons}::uuid[])
    group by person`.execute(session.db);
  return new Map(rows.map((row) => [row.person, row.at]));
}

/** Own statements, by person's file and id, that changed since a horizon: the next delta sends them. */
export async function statementsSince(
  session: Session,
  { agency, since }: { readonly agency: string; readonly since: number },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from statement where changed >= ${since} and source = ${agency} and via_link is null`.execute(
    session.db,
  );
  return new Set(rows.map((row) => row.id));
}

/** Has the next delta send these statements of the own agency again. */
export async function sendAgain(
  session: Session,
  { agency, ids }: { readonly agency: string; readonly ids: readonly string[] },
): Promise<void> {
  await sql`
    update statement set changed = default
    where source = ${agency} and via_link is null and id = any(${ids}::text[])`.execute(session.db);
}

/** Takes attributes out of a partner's statements that the partner does not stand by, and shows the persons without them. */
export async function dropReceived(
  session: Session,
  {
    partner,
    dropped,
  }: {
    readonly partner: string;
    readonly dropped: readonly {
      readonly subject: string;
      readonly id: string;
      readonly attribute: string;
    }[];
  },
): Promise<void> {
  if (dropped.length === 0) return;
  await session.transaction(async (transaction) => {
    const { db } = transaction;
    await sql`
      update statement s set states = s.states - gone.names, retention = s.retention - gone.names
      from (
        select subject, id, array_agg(attribute) as names
        from jsonb_to_recordset(${JSON.stringify(dropped)}::jsonb) as given(subject uuid, id text, attribute text)
        group by subject, id
      ) gone
      where s.subject = gone.subject and s.id = gone.id and s.source = ${partner} and s.via_link is not null`.execute(
      db,
    );
    await sql`
      delete from encounter e using statement s
      where s.subject = e.person and s.source = e.source and s.id = e.id and s.source = ${partner}
        and not s.states ? 'person.fingerprints'
        and s.subject = any(${dropped.map((one) => one.subject)}::uuid[])`.execute(db);
    await sql`
      delete from statement where source = ${partner} and via_link is not null and states = '{}'
        and subject = any(${dropped.map((one) => one.subject)}::uuid[])`.execute(db);
    await materialise(transaction, [...new Set(dropped.map((one) => one.subject))]);
  });
}

/** Pseudonyms that the partner confirmed it erased and bars, since their persons said no here or were erased. */
export async function barredThere(
  session: Session,
  { partner, agreement }: With,
): Promise<readonly string[]> {
  const { rows } = await sql<{ ref: string }>`
    select ref from (
      select distinct on (ref) ref, kind, taken_at
      from rights_notice n, jsonb_array_elements_text(n.refs) ref
      where n.partner = ${partner} and n.agreement = ${agreement}
      order by ref, made_at desc, id desc
    ) latest where kind <> 'restoration' and taken_at is not null`.execute(session.db);
  return rows.map((row) => row.ref);
}

/** Pseudonyms of which a notice is still to be taken by the partner. */
export async function noticesUnderWay(
  session: Session,
  { partner, agreement }: With,
): Promise<readonly string[]> {
  const { rows } = await sql<{ ref: string }>`
    select distinct ref from rights_notice n, jsonb_array_elements_text(n.refs) ref
    where n.partner = ${partner} and n.agreement = ${agreement} and n.taken_at is null`.execute(session.db);
  return rows.map((row) => row.ref);
}

/** Has the latest notices that name these pseudonyms told again. */
export async function tellAgain(
  session: Session,
  { partner, agreement, refs }: With & { readonly refs: readonly string[] },
): Promise<void> {
  await sql`
    update rights_notice n set taken_at = null, certificate = null
    where n.partner = ${partner} and n.agreement = ${agreement} and n.kind <> 'restoration'
      and exists (select 1 from jsonb_array_elements_text(n.refs) ref where ref = any(${refs}::text[]))`.execute(
    session.db,
  );
}

/** Pseudonyms of the partner that are barred here. */
export async function barredHere(session: Session, { partner, agreement }: With): Promise<readonly string[]> {
  const { rows } = await sql<{ ref: string }>`
    select ref from barred_ref where partner = ${partner} and agreement = ${agreement}`.execute(session.db);
  return rows.map((row) => row.ref);
}
