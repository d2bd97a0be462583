import { AccordError } from "@accord/vocabulary";
import type { Session } from "../store/store.ts";

export interface LedgerEntryRow {
  /** From 0, without gaps. */
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
}

/**
 * Appends entries that follow on what is stored.
 * @throws AccordError `ledger.out_of_order` unless the indexes go on from the number of entries stored
 */
export async function appendLedgerEntries(
  session: Session,
  entries: readonly LedgerEntryRow[],
): Promise<void> {
  if (entries.length === 0) return;
  await session.transaction(async (transaction) => {
    const size = await ledgerSize(transaction);
    if (entries.some((entry, at) => entry.index !== size + at)) {
      throw new AccordError("ledger.out_of_order", "Entries do not follow on the ledger as stored.", {
        where: `entry ${size}`,
      });
    }
    await transaction.db
      .insertInto("ledger_entry")
      .values(entries.map(({ index, bytes, hash }) => ({ index, bytes, hash })))
      .execute();
  });
}

export async function readLedgerEntries(
  session: Session,
  range: { readonly from: number; readonly limit: number },
): Promise<readonly LedgerEntryRow[]> {
  return session.db
    .selectFrom("ledger_entry")
    .selectAll()
    .where("index", ">=", range.from)
    .orderBy("index")
    .limit(range.limit)
    .execute();
}

export async function ledgerSize(session: Session): Promise<number> {
  const row = await session.db
    .selectFrom("ledger_entry")
    .select("index")
    .orderBy("index", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? 0 : Number(row.index) + 1;
}
