import { sql } from "kysely";
import type { Session } from "../store/store.ts";
import { NOTHING_MORE } from "./pin-candidates.ts";
import { ONLY_TOLD } from "./pin-changes.ts";

interface Page {
  readonly exchange: string;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** The next pinned pseudonyms, in order, of persons with a link that stands with the exchange's partner. */
export async function linkedMembers(
  session: Session,
  page: Page & { readonly partner: string; readonly agreement: string },
): Promise<readonly string[]> {
  return refsWhere(
    session,
    page,
    sql`m.left_at is null and not m.candidate and exists (select 1 from link l
      where l.person = m.person and l.partner = ${page.partner} and l.agreement = ${page.agreement}
        and l.undone_at is null)`,
  );
}

/** The next pinned pseudonyms, in order, of persons who are neither linked with the partner's nor wait to be. */
export async function unlinkedMembers(
  session: Session,
  page: Page & { readonly partner: string; readonly agreement: string },
): Promise<readonly string[]> {
  return refsWhere(
    session,
    page,
    sql`m.left_at is null and not m.candidate and coalesce(m.since, 0) not in (${NOTHING_MORE}::bigint, ${ONLY_TOLD}::bigint)
      and not exists (select 1 from link l where l.person = m.person and l.partner = ${page.partner}
        and l.agreement = ${page.agreement} and l.undone_at is null)
      and not exists (select 1 from pair_result r
        where r.exchange = m.exchange and r.own_ref = m.ref and r.decision = 'waiting')`,
  );
}

/** The next pseudonyms, in order, of persons who left the scope. */
export async function outOfScopeRefs(session: Session, page: Page): Promise<readonly string[]> {
  return refsWhere(session, page, sql`m.out_of_scope`);
}

async function refsWhere(
  session: Session,
  { exchange, after, limit }: Page,
  condition: ReturnType<typeof sql>,
): Promise<readonly string[]> {
  const { rows } = await sql<{ ref: string }>`
    select m.ref from exchange_member m
    where m.exchange = ${exchange} and m.ref > ${after ?? ""} and ${condition}
    order by m.ref limit ${limit}`.execute(session.db);
  return rows.map((row) => row.ref);
}

/** Those of the pseudonyms whose persons are only compared here and disclosed to nobody. */
export async function candidateRefs(
  session: Session,
  { exchange, refs }: { readonly exchange: string; readonly refs: readonly string[] },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ ref: string }>`
    select ref from exchange_member
    where exchange = ${exchange} and ref = any(${refs}::text[]) and candidate`.execute(session.db);
  return new Set(rows.map((row) => row.ref));
}

/** Everything of these pinned persons is sent, since they were linked in this exchange. */
export async function sendWhole(
  session: Session,
  { exchange, refs }: { readonly exchange: string; readonly refs: readonly string[] },
): Promise<void> {
  await sql`
    update exchange_member set since = null, candidate = false
    where exchange = ${exchange} and ref = any(${refs}::text[])`.execute(session.db);
}
