import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { materialise } from "../current/materialise.ts";
import { materialiseHouseholds } from "../current/materialise-household.ts";
import type { Session } from "../store/store.ts";
import { eraseFiles } from "./erase.ts";
import { type ErasureReason, owesScrub } from "./erasure.ts";
import { ENDED_BY_PERSON } from "./unlink.ts";

/** What was erased here of a partner's persons, for the certificate: counts alone. */
export interface TakenBack {
  readonly persons: number;
  readonly statements: number;
  readonly templates: number;
  readonly records: number;
  /** Until when free space and the log of the store are rewritten, ISO 8601. */
  readonly scrubBy: string;
}

/**
 * Erases what a partner disclosed of these pseudonyms under an agreement, because the persons said no there or were
 * erased: statements and templates that came through links, persons known from its roster alone, records that were kept for
 * matching, evidence. Links end, values are as before them, and data for the pseudonyms is not taken in again.
 */
export async function takeBack(
  session: Session,
  context: RegistryContext,
  from: {
    readonly partner: string;
    readonly agreement: string;
    readonly refs: readonly string[];
    readonly reason: Exclude<ErasureReason, "retention">;
  },
): Promise<TakenBack> {
  const { partner, agreement, refs } = from;
  return session.transaction(async (transaction) => {
    const { db } = transaction;
    const now = context.now();
    await sql`
      insert into barred_ref (partner, agreement, ref, barred_at)
      select ${partner}, ${agreement}, ref, ${now} from unnest(${refs}::text[]) ref
      on conflict do nothing`.execute(db);
    // Offers of a referral that nobody accepted yet.
    await sql`
      delete from referral_offer o using conversation c
      where c.id = o.referral and c.partner = ${partner} and c.agreement_digest = ${agreement}
        and o.ref = any(${refs}::text[])`.execute(db);
    // Answers on distribution lists, and that somebody was on one.
    await sql`
      delete from assistance_finding f using conversation c
      where c.id = f.inquiry and c.partner = ${partner} and c.agreement_digest = ${agreement}
        and f.about = any(${refs}::text[])`.execute(db);
    await sql`
      delete from inquiry_person i using conversation c
      where c.id = i.inquiry and i.direction = 'answered' and c.partner = ${partner}
        and c.agreement_digest = ${agreement} and i.ref = any(${refs}::text[])`.execute(db);
    const links = await sql<{ id: string; person: string }>`
      select id, person from link
      where partner = ${partner} and agreement = ${agreement} and partner_ref = any(${refs}::text[])`.execute(
      db,
    );
    const linked = await takeBackStatements(transaction, partner, links.rows);
    await sql`
      update link set evidence = 'null', undone_by = coalesce(undone_by, ${ENDED_BY_PERSON}),
        undone_at = coalesce(undone_at, ${now})
      where id = any(${links.rows.map((link) => link.id)}::uuid[])`.execute(db);
    const roster = await sql<{ id: string }>`
      select id from person where holder = ${partner} and external_key = any(${refs}::text[])`.execute(db);
    await eraseFiles(
      transaction,
      roster.rows.map((row) => row.id),
      now,
    );
    const records = await sql`
      delete from exchange_record r using exchange e
      where e.id = r.exchange and e.partner = ${partner} and e.agreement_digest = ${agreement}
        and r.direction = 'received' and r.ref = any(${refs}::text[])`.execute(db);
    await sql`
      delete from overlap_pair o using exchange e
      where e.id = o.exchange and e.partner = ${partner} and e.agreement_digest = ${agreement}
        and o.partner_ref = any(${refs}::text[])`.execute(db);
    await sql`
      update pair_result r set evidence = 'null', decided_by = ${ENDED_BY_PERSON},
        decision = case when r.decision in ('linked', 'waiting') then 'unlinked' else r.decision end
      from exchange e
      where e.id = r.exchange and e.partner = ${partner} and e.agreement_digest = ${agreement}
        and r.partner_ref = any(${refs}::text[])`.execute(db);
    await sql`
      delete from adjudication
      where pair->>'partner' = ${partner} and pair->>'agreement' = ${agreement}
        and pair->>'partnerRef' = any(${refs}::text[])`.execute(db);
    await materialise(transaction, [...new Set(links.rows.map((link) => link.person))]);
    await materialiseHouseholds(transaction, linked.households);
    const persons = new Set([...linked.persons, ...roster.rows.map((row) => row.id)]).size;
    const { scrubBy } = await owesScrub(transaction, context, {
      reason: from.reason,
      persons,
      by: partner,
      erased: roster.rows.map((row) => row.id),
    });
    return {
      persons,
      statements: linked.statements,
      templates: linked.templates,
      records: Number(records.numAffectedRows ?? 0n),
      scrubBy,
    };
  });
}

/** The persons consent again: what comes for their pseudonyms is taken in from now on. */
export async function liftBar(
  session: Session,
  from: { readonly partner: string; readonly agreement: string; readonly refs: readonly string[] },
): Promise<void> {
  await sql`
    delete from barred_ref where partner = ${from.partner} and agreement = ${from.agreement}
      and ref = any(${from.refs}::text[])`.execute(session.db);
}

/** Those of the pseudonyms for which nothing may be taken in. */
export async function barredRefs(
  session: Session,
  from: { readonly partner: string; readonly agreement: string; readonly refs: readonly string[] },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ ref: string }>`
    select ref from barred_ref where partner = ${from.partner} and agreement = ${from.agreement}
      and ref = any(${from.refs}::text[])`.execute(session.db);
  return new Set(rows.map((row) => row.ref));
}

async function takeBackStatements(
  session: Session,
  partner: string,
  links: readonly { readonly id: string; readonly person: string }[],
): Promise<{
  readonly persons: ReadonlySet<string>;
  readonly households: readonly string[];
  readonly statements: number;
  readonly templates: number;
}> {
  const ids = links.map((link) => link.id);
  const templates = await sql<{ templates: number }>`
    select count(*) as templates from fingerprint f join statement s
      on s.subject = f.person and s.source = f.source and s.id = f.encounter
    where s.via_link = any(${ids}::uuid[]) and s.source = ${partner}`.execute(session.db);
  await sql`
    delete from encounter e using statement s
    where s.subject = e.person and s.source = e.source and s.id = e.id
      and s.via_link = any(${ids}::uuid[]) and s.source = ${partner}`.execute(session.db);
  const gone = await sql<{ subject: string; subject_kind: string; via_link: string }>`
    delete from statement where via_link = any(${ids}::uuid[]) and source = ${partner}
    returning subject, subject_kind, via_link`.execute(session.db);
  const personOf = new Map(links.map((link) => [link.id, link.person]));
  return {
    persons: new Set(gone.rows.map((row) => personOf.get(row.via_link)!)),
    households: [
      ...new Set(gone.rows.filter((row) => row.subject_kind === "household").map((row) => row.subject)),
    ],
    statements: gone.rows.length,
    templates: Number(templates.rows[0]?.templates ?? 0),
  };
}
