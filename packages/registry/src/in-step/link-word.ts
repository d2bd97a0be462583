import { sql } from "kysely";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** What somebody here decided on a pair with a partner's person, to be told with the next exchange. */
export interface LinkWord {
  readonly person: string;
  readonly partnerRef: string;
  readonly verdict: "linked" | "unlinked";
  readonly probability: number;
}

interface With {
  readonly partner: string;
  /** Digest. */
  readonly agreement: string;
}

/** Queues words for the partner; an untold one on the same pair is replaced. */
export async function putLinkWords(
  session: Session,
  { partner, agreement, words, at }: With & { readonly words: readonly LinkWord[]; readonly at: string },
): Promise<void> {
  if (words.length === 0) return;
  const rows = words.map((word) => ({ ...word, partner_ref: word.partnerRef }));
  const given = recordset(rows, "given", {
    person: "uuid",
    partner_ref: "text",
    verdict: "text",
    probability: "double precision",
  });
  await session.transaction(async ({ db }) => {
    await sql`
      delete from link_word w using ${given}
      where w.partner = ${partner} and w.agreement = ${agreement} and w.told_at is null
        and w.person = given.person and w.partner_ref = given.partner_ref`.execute(db);
    await sql`
      insert into link_word (partner, agreement, person, partner_ref, verdict, probability, said_at)
      select ${partner}, ${agreement}, person, partner_ref, verdict, probability, ${at} from ${given}`.execute(
      db,
    );
  });
}

/** The words not told yet, each in order; from now on this exchange tells them, and they are told once it is finished. */
export async function takeLinkWords(
  session: Session,
  { partner, agreement, exchange }: With & { readonly exchange: string },
): Promise<readonly LinkWord[]> {
  const { rows } = await sql<{
    person: string;
    partner_ref: string;
    verdict: LinkWord["verdict"];
    probability: number;
  }>`
    with taken as (
      update link_word set exchange = ${exchange}
      where partner = ${partner} and agreement = ${agreement} and told_at is null
      returning id, person, partner_ref, verdict, probability
    ) select person, partner_ref, verdict, probability from taken order by id`.execute(session.db);
  return rows.map((row) => ({
    person: row.person,
    partnerRef: row.partner_ref,
    verdict: row.verdict,
    probability: row.probability,
  }));
}
