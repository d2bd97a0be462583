import type { Session } from "../store/store.ts";

/** A key with which somebody signs agreements for a party, confirmed out of band by who pinned it. */
export interface PinnedSignatory {
  readonly party: string;
  readonly kid: string;
  readonly signatory: unknown;
  readonly pinnedAt: string;
}

/** Pins a key, in place of what was pinned under the same `kid`. */
export async function pinSignatory(session: Session, pinned: PinnedSignatory): Promise<void> {
  const row = { signatory: JSON.stringify(pinned.signatory), pinned_at: pinned.pinnedAt };
  await session.db
    .insertInto("agreement_signatory")
    .values({ party: pinned.party, kid: pinned.kid, ...row })
    .onConflict((conflict) => conflict.columns(["party", "kid"]).doUpdateSet(row))
    .execute();
}

/** @returns whether there was such a key */
export async function unpinSignatory(session: Session, party: string, kid: string): Promise<boolean> {
  const { numDeletedRows } = await session.db
    .deleteFrom("agreement_signatory")
    .where("party", "=", party)
    .where("kid", "=", kid)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function listSignatories(session: Session): Promise<readonly PinnedSignatory[]> {
  const rows = await session.db
    .selectFrom("agreement_signatory")
    .selectAll()
    .orderBy("party")
    .orderBy("pinned_at")
    .execute();
  return rows.map(({ party, kid, signatory, pinned_at: pinnedAt }) => ({ party, kid, signatory, pinnedAt }));
}
