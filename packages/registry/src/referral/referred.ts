import { sql } from "kysely";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

export interface ReferredPerson {
  readonly referral: string;
  readonly ref: string;
  readonly person: string;
  readonly direction: "sent" | "received";
}

/** Notes on persons' files that they were referred: own ones sent, or received ones as the persons they became here. */
export async function recordReferred(session: Session, persons: readonly ReferredPerson[]): Promise<void> {
  if (persons.length === 0) return;
  await sql`
    insert into referral_person (referral, ref, person, direction)
    select referral, ref, person, direction from ${recordset(persons, "given", {
      referral: "uuid",
      ref: "text",
      person: "uuid",
      direction: "text",
    })} on conflict do nothing`.execute(session.db);
}

/** Persons here whom a referral concerns. */
export async function personsReferred(
  session: Session,
  referral: string,
): Promise<readonly ReferredPerson[]> {
  const { rows } = await sql<ReferredPerson>`
    select referral, ref, person, direction from referral_person where referral = ${referral} order by ref`.execute(
    session.db,
  );
  return rows;
}

/** Referrals that concern any of these files, newest first. */
export async function referralsOf(
  session: Session,
  files: readonly string[],
): Promise<
  readonly {
    readonly referral: string;
    readonly direction: "sent" | "received";
    readonly partner: string;
    readonly step: string;
    readonly beganAt: string;
    readonly state: unknown;
  }[]
> {
  const { rows } = await sql<{
    referral: string;
    direction: "sent" | "received";
    partner: string;
    step: string;
    began_at: string;
    state: unknown;
  }>`
    select distinct r.referral, r.direction, c.partner, c.step, c.began_at, c.state
    from referral_person r join conversation c on c.id = r.referral
    where r.person = any(${files}::uuid[]) order by c.began_at desc`.execute(session.db);
  return rows.map(({ began_at, ...row }) => ({ ...row, beganAt: began_at }));
}

/** The own persons of a person's household, the person first; the person alone where they live in none. */
export async function householdOf(session: Session, person: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select other.id from person p join person other
      on other.id = p.id or (p.household_id is not null and other.household_id = p.household_id)
    where p.id = ${person} and other.holder = p.holder and other.status = 'active'
    order by (other.id = p.id) desc, other.id`.execute(session.db);
  return rows.map((row) => row.id);
}

/** The partner's pseudonyms, or the own ones in exchanges, of own persons for whom a link with the partner stands. */
export async function linkedOwnPersons(
  session: Session,
  of: { readonly agreement: string; readonly partner: string; readonly persons: readonly string[] },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ person: string }>`
    select distinct p.view_of as person from link l join person p on p.id = l.person
    where l.agreement = ${of.agreement} and l.partner = ${of.partner} and l.undone_at is null
      and p.view_of = any(${of.persons}::uuid[])`.execute(session.db);
  return new Set(rows.map((row) => row.person));
}

/** Own persons linked to a partner's pseudonyms, by pseudonym; a duplicate's link counts for the person who is kept. */
export async function linkedByRef(
  session: Session,
  of: { readonly agreement: string; readonly partner: string; readonly refs: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ ref: string; person: string }>`
    select l.partner_ref as ref, p.view_of as person from link l join person p on p.id = l.person
    where l.agreement = ${of.agreement} and l.partner = ${of.partner} and l.undone_at is null
      and p.status <> 'erased' and l.partner_ref = any(${of.refs}::text[])
      and not exists (select 1 from barred_ref b
        where b.partner = l.partner and b.agreement = l.agreement and b.ref = l.partner_ref)`.execute(
    session.db,
  );
  return new Map(rows.map((row) => [row.ref, row.person]));
}

/** Persons here under a partner's pseudonyms: linked own ones, or such as the partner holds. */
export async function personsUnderRefs(
  session: Session,
  of: { readonly agreement: string; readonly partner: string; readonly refs: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const linked = await linkedByRef(session, of);
  const { rows } = await sql<{ ref: string; person: string }>`
    select external_key as ref, id as person from person
    where holder = ${of.partner} and external_key = any(${of.refs}::text[]) and status <> 'erased'`.execute(
    session.db,
  );
  return new Map([...rows.map((row): [string, string] => [row.ref, row.person]), ...linked]);
}
