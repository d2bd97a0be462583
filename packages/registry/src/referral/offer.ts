import { sql } from "kysely";
import { dataKey, destroyDataKey } from "../keys/data-key.ts";
import { seal, unseal } from "../keys/envelope.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** What came of one person with a referral, or its note under the name `note`; of any JSON, opaque here. */
export interface OfferPart {
  readonly ref: string;
  readonly content: unknown;
}

/** The name under which what concerns the offer as a whole is kept. */
export const WHOLE_OFFER = "";

/** Keeps an offer until it is accepted or goes, sealed under a key of the referral that goes with it. */
export async function keepOffer(
  session: Session,
  referral: string,
  parts: readonly OfferPart[],
): Promise<void> {
  await session.transaction(async (transaction) => {
    const key = await dataKey(transaction, `exchange:${referral}`, true);
    const rows = parts.map(({ ref, content }) => ({
      ref,
      sealed: Buffer.from(seal(key, Buffer.from(JSON.stringify(content)), contextOf(referral, ref))).toString(
        "base64",
      ),
    }));
    await sql`
      insert into referral_offer (referral, ref, sealed)
      select ${referral}::uuid, ref, decode(sealed, 'base64')
      from ${recordset(rows, "given", { ref: "text", sealed: "text" })} on conflict do nothing`.execute(
      transaction.db,
    );
  });
}

/** What of an offer is still here, in order of ref. */
export async function readOffer(session: Session, referral: string): Promise<readonly OfferPart[]> {
  const { rows } = await sql<{ ref: string; sealed: Uint8Array }>`
    select ref, sealed from referral_offer where referral = ${referral} order by ref`.execute(session.db);
  if (rows.length === 0) return [];
  const key = await dataKey(session, `exchange:${referral}`, false);
  return rows.map(({ ref, sealed }) => ({
    ref,
    content: JSON.parse(Buffer.from(unseal(key, sealed, contextOf(referral, ref))).toString()),
  }));
}

/** Destroys an offer and its key; says of how many persons that was. */
export async function destroyOffer(session: Session, referral: string): Promise<number> {
  const gone = await sql<{ ref: string }>`
    delete from referral_offer where referral = ${referral} returning ref`.execute(session.db);
  await destroyDataKey(session, `exchange:${referral}`);
  return gone.rows.filter((row) => row.ref !== WHOLE_OFFER).length;
}

const contextOf = (referral: string, ref: string) => `accord/referral-offer/1|${referral}|${ref}`;
