import type { MatchRecord, Tier } from "@accord/vocabulary";
import { sql } from "kysely";
import { dataKey, destroyDataKey } from "../keys/data-key.ts";
import { seal, unseal } from "../keys/envelope.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

export type Direction = "received" | "sent";

/**
 * Received records of a tier, kept until they are matched, then purged. Each is sealed under a key of the exchange that
 * the purge destroys, so that a backup forgets them as well. Storing a record again replaces it.
 */
export async function stageRecords(
  session: Session,
  batch: {
    readonly exchange: string;
    readonly tier: Tier;
    readonly direction: Direction;
    readonly batch: number;
    readonly records: readonly MatchRecord[];
  },
): Promise<void> {
  if (batch.records.length === 0) return;
  const { exchange, tier, direction } = batch;
  await session.transaction(async (transaction) => {
    const key = await dataKey(transaction, `exchange:${exchange}`, true);
    const rows = batch.records.map(({ ref, states }) => ({
      ref,
      sealed: Buffer.from(
        seal(key, Buffer.from(JSON.stringify(states)), contextOf(exchange, tier, ref)),
      ).toString("base64"),
    }));
    await sql`
      insert into exchange_record (exchange, tier, direction, ref, batch, sealed)
      select ${exchange}, ${tier}, ${direction}, ref, ${batch.batch}::integer, decode(sealed, 'base64')
      from ${recordset(rows, "given", { ref: "text", sealed: "text" })}
      on conflict (exchange, tier, direction, ref) do update set batch = excluded.batch, sealed = excluded.sealed`.execute(
      transaction.db,
    );
  });
}

const RECORDS_A_PAGE = 1000;

/** Staged records in order of ref. */
export async function* stagedRecords(
  session: Session,
  selection: { readonly exchange: string; readonly tier: Tier; readonly direction: Direction },
): AsyncGenerator<MatchRecord> {
  const { exchange, tier, direction } = selection;
  for (let after = ""; ; ) {
    const { rows } = await sql<{ ref: string; sealed: Uint8Array }>`
      select ref, sealed from exchange_record
      where exchange = ${exchange} and tier = ${tier} and direction = ${direction} and ref > ${after}
      order by ref limit ${RECORDS_A_PAGE}`.execute(session.db);
    if (rows.length === 0) return;
    const key = await dataKey(session, `exchange:${exchange}`, false);
    for (const { ref, sealed } of rows) {
      const states = JSON.parse(Buffer.from(unseal(key, sealed, contextOf(exchange, tier, ref))).toString());
      yield { ref, states };
    }
    after = rows.at(-1)!.ref;
  }
}

/** One staged record, for who decides on it; undefined where it is purged. */
export async function stagedRecord(
  session: Session,
  selection: {
    readonly exchange: string;
    readonly tier: Tier;
    readonly direction: Direction;
    readonly ref: string;
  },
): Promise<MatchRecord | undefined> {
  const { exchange, tier, direction, ref } = selection;
  const { rows } = await sql<{ sealed: Uint8Array }>`
    select sealed from exchange_record
    where exchange = ${exchange} and tier = ${tier} and direction = ${direction} and ref = ${ref}`.execute(
    session.db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const key = await dataKey(session, `exchange:${exchange}`, false);
  return {
    ref,
    states: JSON.parse(Buffer.from(unseal(key, row.sealed, contextOf(exchange, tier, ref))).toString()),
  };
}

/** Deletes what was staged but for the refs in `except`, and with the last of it the exchange's key; says how many records that were. */
export async function purgeStaged(
  session: Session,
  selection: {
    readonly exchange: string;
    readonly tier?: Tier;
    readonly direction?: Direction;
    readonly except?: readonly string[];
  },
): Promise<number> {
  const { exchange, tier, direction, except = [] } = selection;
  return session.transaction(async (transaction) => {
    const purged = await sql`
      delete from exchange_record where exchange = ${exchange}
        and ${tier === undefined ? sql`true` : sql`tier = ${tier}`}
        and ${direction === undefined ? sql`true` : sql`direction = ${direction}`}
        and not (ref = any(${except}::text[]))`.execute(transaction.db);
    const left = await sql`select 1 from exchange_record where exchange = ${exchange} limit 1`.execute(
      transaction.db,
    );
    if (left.rows.length === 0) await destroyDataKey(transaction, `exchange:${exchange}`);
    return Number(purged.numAffectedRows ?? 0n);
  });
}

const contextOf = (exchange: string, tier: string, ref: string) =>
  `accord/exchange-record/1|${exchange}|${tier}|${ref}`;
