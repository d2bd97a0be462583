import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** Own person for each pinned pseudonym of the exchange; refs that are not pinned, or whose person has left it, are absent. */
export async function personsOfRefs(
  session: Session,
  selection: { readonly exchange: string; readonly refs: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ ref: string; person: string }>`
    select ref, person from exchange_member
    where exchange = ${selection.exchange} and ref = any(${selection.refs}::text[]) and left_at is null`.execute(
    session.db,
  );
  return new Map(rows.map((row) => [row.ref, row.person]));
}

/** Those of the pseudonyms whose persons have left the exchange: they said no to it, or were erased. */
export async function leftRefs(
  session: Session,
  selection: { readonly exchange: string; readonly refs: readonly string[] },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ ref: string }>`
    select ref from exchange_member
    where exchange = ${selection.exchange} and ref = any(${selection.refs}::text[]) and left_at is not null`.execute(
    session.db,
  );
  return new Set(rows.map((row) => row.ref));
}

/** Pinned pseudonym for each own person; persons who are not pinned are absent. */
export async function refsOfPersons(
  session: Session,
  selection: { readonly exchange: string; readonly persons: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ ref: string; person: string }>`
    select ref, person from exchange_member
    where exchange = ${selection.exchange} and person = any(${selection.persons}::uuid[])`.execute(
    session.db,
  );
  return new Map(rows.map((row) => [row.person, row.ref]));
}

/** Every own person pinned in the exchange, but for those who are only compared here. */
export async function pinnedPersons(
  session: Session,
  selection: { readonly exchange: string },
): Promise<readonly string[]> {
  const { rows } = await sql<{ person: string }>`
    select person from exchange_member where exchange = ${selection.exchange} and not candidate order by person`.execute(
    session.db,
  );
  return rows.map((row) => row.person);
}

const REFS_A_PAGE = 10_000;

/** Every pinned pseudonym of the exchange, in order. */
export async function* pinnedRefs(
  session: Session,
  selection: { readonly exchange: string },
): AsyncGenerator<string> {
  for (let after = ""; ; ) {
    const { rows } = await sql<{ ref: string }>`
      select ref from exchange_member where exchange = ${selection.exchange} and ref > ${after} and not candidate
      order by ref limit ${REFS_A_PAGE}`.execute(session.db);
    for (const { ref } of rows) yield ref;
    if (rows.length < REFS_A_PAGE) return;
    after = rows.at(-1)!.ref;
  }
}

/** The next pinned pseudonyms, in order, of persons who are neither linked in the exchange nor wait to be. */
export async function unlinkedRefs(
  session: Session,
  page: { readonly exchange: string; readonly after?: string | undefined; readonly limit: number },
): Promise<readonly string[]> {
  const { rows } = await sql<{ ref: string }>`
    select m.ref from exchange_member m
    where m.exchange = ${page.exchange} and m.ref > ${page.after ?? ""} and m.left_at is null
      and not exists (
        select 1 from pair_result r
        where r.exchange = m.exchange and r.own_ref = m.ref and r.decision in ('linked', 'waiting'))
    order by m.ref limit ${page.limit}`.execute(session.db);
  return rows.map((row) => row.ref);
}
