import type { Session } from "../store/store.ts";

export interface OutboxMessage {
  readonly id: string;
  readonly exchange: string;
  readonly partner: string;
  readonly body: Uint8Array;
  readonly createdAt: string;
  readonly acknowledgedAt: string | undefined;
}

/** Keeps messages to be sent; one whose id is there already is left as it is. */
export async function putOutbox(
  session: Session,
  messages: readonly Omit<OutboxMessage, "acknowledgedAt">[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ id, exchange, partner, body, createdAt }) => ({
    id,
    exchange,
    partner,
    body,
    created_at: createdAt,
  }));
  await session.db
    .insertInto("outbox")
    .values(rows)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

/** Messages not yet acknowledged, in the order in which they were put; 1,000 unless told. */
export async function pendingOutbox(
  session: Session,
  selection: { readonly exchange?: string; readonly partner?: string; readonly limit?: number } = {},
): Promise<readonly OutboxMessage[]> {
  let query = session.db.selectFrom("outbox").selectAll().where("acknowledged_at", "is", null);
  if (selection.exchange !== undefined) query = query.where("exchange", "=", selection.exchange);
  if (selection.partner !== undefined) query = query.where("partner", "=", selection.partner);
  const rows = await query
    .orderBy("sequence")
    .limit(selection.limit ?? 1000)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    exchange: row.exchange,
    partner: row.partner,
    body: row.body,
    createdAt: row.created_at,
    acknowledgedAt: undefined,
  }));
}

/** Marks as acknowledged and lets go of the body. */
export async function acknowledgeOutbox(session: Session, id: string, at: string): Promise<void> {
  await session.db
    .updateTable("outbox")
    .set({ acknowledged_at: at, body: new Uint8Array(0) })
    .where("id", "=", id)
    .where("acknowledged_at", "is", null)
    .execute();
}

/** True the first time that this message of this partner is seen; false for every repetition. */
export async function markInbox(
  session: Session,
  message: { readonly partner: string; readonly id: string; readonly at: string },
): Promise<boolean> {
  const result = await session.db
    .insertInto("inbox")
    .values({ partner: message.partner, id: message.id, seen_at: message.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** True if the nonce was not used before with this key. Nonces that expired before `now` are let go. */
export async function useNonce(
  session: Session,
  use: { readonly keyId: string; readonly nonce: string; readonly expiresAt: string; readonly now: string },
): Promise<boolean> {
  await session.db.deleteFrom("nonce").where("expires_at", "<", use.now).execute();
  const result = await session.db
    .insertInto("nonce")
    .values({ key_id: use.keyId, nonce: use.nonce, expires_at: use.expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
