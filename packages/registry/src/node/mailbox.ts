import { sql } from "kysely";
import { dataKeys, destroyDataKey, type KeyOwner, unwrapDataKey } from "../keys/data-key.ts";
import { seal, unseal } from "../keys/envelope.ts";
import type { Session } from "../store/store.ts";

export interface OutboxMessage {
  readonly id: string;
  readonly exchange: string;
  readonly partner: string;
  readonly body: Uint8Array;
  readonly createdAt: string;
  readonly acknowledgedAt: string | undefined;
}

const ownerOf = (exchange: string): KeyOwner => `outbox:${exchange}`;
const contextOf = (message: { readonly id: string; readonly partner: string }) =>
  `accord/outbox/1|${message.partner}|${message.id}`;

/**
 * Keeps messages to be sent; one whose id is there already is left as it is. Bodies hold persons' data in plain text until
 * they are encrypted to the partner, so they are sealed under a key of the exchange: whoever has the store's files without
 * the node's keys reads none, and a sealed node delivers none.
 */
export async function putOutbox(
  session: Session,
  messages: readonly Omit<OutboxMessage, "acknowledgedAt">[],
): Promise<void> {
  if (messages.length === 0) return;
  await session.transaction(async (transaction) => {
    const owners = messages.map(({ exchange }) => ownerOf(exchange));
    const keys = await dataKeys(transaction, owners, true);
    const rows = messages.map((message) => ({
      id: message.id,
      exchange: message.exchange,
      partner: message.partner,
      body: seal(keys.get(ownerOf(message.exchange))!, message.body, contextOf(message)),
      created_at: message.createdAt,
    }));
    await transaction.db
      .insertInto("outbox")
      .values(rows)
      .onConflict((conflict) => conflict.column("id").doNothing())
      .execute();
  });
}

/** Messages not yet acknowledged, in the order in which they were put, from after an id where one is given; 1,000 unless told. */
export async function pendingOutbox(
  session: Session,
  selection: {
    readonly exchange?: string;
    readonly partner?: string;
    readonly limit?: number;
    readonly after?: string;
  } = {},
): Promise<readonly OutboxMessage[]> {
  // Row and key in one statement: the key goes with the exchange's last message, and another comes with its next.
  let query = session.db
    .selectFrom("outbox")
    .innerJoin("data_key", (join) =>
      join.on((on) => on("data_key.owner", "=", sql<string>`'outbox:' || outbox.exchange`)),
    )
    .selectAll()
    .where("acknowledged_at", "is", null);
  if (selection.exchange !== undefined) query = query.where("exchange", "=", selection.exchange);
  if (selection.partner !== undefined) query = query.where("partner", "=", selection.partner);
  if (selection.after !== undefined) query = query.where("id", ">", selection.after);
  const rows = await query
    .orderBy("sequence")
    .limit(selection.limit ?? 1000)
    .execute();
  const keys = new Map<string, Uint8Array>();
  return rows.map((row) => {
    const key = keys.get(row.exchange) ?? unwrapDataKey(session, row);
    keys.set(row.exchange, key);
    return {
      id: row.id,
      exchange: row.exchange,
      partner: row.partner,
      body: unseal(key, row.body, contextOf(row)),
      createdAt: row.created_at,
      acknowledgedAt: undefined,
    };
  });
}

/** Exchanges of which a message waits to be acknowledged. */
export async function exchangesWithOutbox(session: Session): Promise<ReadonlySet<string>> {
  const rows = await session.db
    .selectFrom("outbox")
    .select("exchange")
    .distinct()
    .where("acknowledged_at", "is", null)
    .execute();
  return new Set(rows.map((row) => row.exchange));
}

/** Marks as acknowledged and lets go of the body; with the last one that waits, of the exchange's key to them. */
export async function acknowledgeOutbox(session: Session, id: string, at: string): Promise<void> {
  await session.transaction(async (transaction) => {
    const row = await transaction.db
      .updateTable("outbox")
      .set({ acknowledged_at: at, body: new Uint8Array(0) })
      .where("id", "=", id)
      .where("acknowledged_at", "is", null)
      .returning("exchange")
      .executeTakeFirst();
    if (row === undefined) return;
    const waiting = await transaction.db
      .selectFrom("outbox")
      .select("id")
      .where("exchange", "=", row.exchange)
      .where("acknowledged_at", "is", null)
      .limit(1)
      .executeTakeFirst();
    if (waiting === undefined) await destroyDataKey(transaction, ownerOf(row.exchange));
  });
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
