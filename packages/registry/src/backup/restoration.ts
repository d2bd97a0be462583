import { forgetBases } from "../in-step/base.ts";
import type { Session } from "../store/store.ts";

/** That this store was made from a backup. */
export interface Restoration {
  readonly at: string;
  /** Entries of the ledger that came with it. */
  readonly ledgerSize: number;
}

export async function recordRestoration(session: Session, { at, ledgerSize }: Restoration): Promise<void> {
  await session.db.insertInto("restoration").values({ at, ledger_size: ledgerSize }).execute();
  await forgetBases(session);
}

/** The latest one; undefined of a store that never was restored. */
export async function lastRestoration(session: Session): Promise<Restoration | undefined> {
  const row = await session.db
    .selectFrom("restoration")
    .selectAll()
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { at: row.at, ledgerSize: Number(row.ledger_size) };
}
