import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import { chunks, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** Where a batch of a private set intersection belongs; run and part are the protocol's words. */
export interface OverlapPlace {
  readonly exchange: string;
  readonly run: string;
  readonly part: string;
  readonly index: number;
}

export interface OverlapBatch {
  readonly bytes: Uint8Array;
  /** Pseudonyms of the tuples' persons, in order, where they are known here. */
  readonly refs: readonly string[];
}

/** Inserts, or replaces what stood at the place. */
export async function putOverlapBatch(
  session: Session,
  { exchange, run, part, index }: OverlapPlace,
  { bytes, refs }: OverlapBatch,
): Promise<void> {
  await sql`
    insert into overlap_batch (exchange, run, part, index, bytes, refs)
    values (${exchange}, ${run}, ${part}, ${index}, ${Buffer.from(bytes)}, ${JSON.stringify(refs)}::jsonb)
    on conflict (exchange, run, part, index) do update set bytes = excluded.bytes, refs = excluded.refs`.execute(
    session.db,
  );
}

/** @throws AccordError `overlap.batch_gone` where none is kept there: it was forgotten, or the store is not the same. */
export async function readOverlapBatch(
  session: Session,
  { exchange, run, part, index }: OverlapPlace,
): Promise<OverlapBatch> {
  const { rows } = await sql<OverlapBatch>`
    select bytes, refs from overlap_batch
    where exchange = ${exchange} and run = ${run} and part = ${part} and index = ${index}`.execute(
    session.db,
  );
  const [row] = rows;
  if (row === undefined) {
    throw new AccordError("overlap.batch_gone", "a batch of the intersection is not kept here any more", {
      where: `${part} ${index}`,
      remedy: "Begin a new exchange.",
    });
  }
  return row;
}

/** Forgets every batch of the exchange. */
export async function forgetOverlapBatches(session: Session, exchange: string): Promise<void> {
  await sql`delete from overlap_batch where exchange = ${exchange}`.execute(session.db);
}

/** A person of each registry with equal identifiers, by their pseudonyms and the kinds of identifiers. */
export interface OverlapPair {
  readonly ownRef: string;
  readonly partnerRef: string;
  readonly keys: readonly string[];
}

const AT_ONCE = 5_000;

/** Keeps the pairs in place of whatever was kept of the exchange. */
export async function keepOverlapPairs(
  session: Session,
  exchange: string,
  pairs: readonly OverlapPair[],
): Promise<void> {
  await session.transaction(async (transaction) => {
    await forgetOverlapPairs(transaction, exchange);
    for (const some of chunks(pairs, AT_ONCE)) {
      const rows = some.map(({ ownRef, partnerRef, keys }) => ({ own: ownRef, partner: partnerRef, keys }));
      await sql`
        insert into overlap_pair (exchange, own_ref, partner_ref, keys)
        select ${exchange}, own, partner, keys
        from ${recordset(rows, "given", { own: "text", partner: "text", keys: "jsonb" })}`.execute(
        transaction.db,
      );
    }
  });
}

export async function overlapPairs(session: Session, exchange: string): Promise<readonly OverlapPair[]> {
  const { rows } = await sql<OverlapPair>`
    select own_ref as "ownRef", partner_ref as "partnerRef", keys from overlap_pair
    where exchange = ${exchange} order by own_ref, partner_ref`.execute(session.db);
  return rows;
}

export async function forgetOverlapPairs(session: Session, exchange: string): Promise<void> {
  await sql`delete from overlap_pair where exchange = ${exchange}`.execute(session.db);
}
