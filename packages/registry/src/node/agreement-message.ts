import type { Session } from "../store/store.ts";

/** A word of an agreement's life on its way to the partner's node. */
export interface AgreementMessage {
  readonly id: string;
  readonly partner: string;
  /** The negotiation that it belongs to; absent where it is of an agreement that was carried as a file. */
  readonly negotiation?: string | undefined;
  readonly body: unknown;
  readonly createdAt: string;
}

/** Puts a message at the end of its partner's queue; one that is there already stays as it is. */
export async function putAgreementMessage(session: Session, message: AgreementMessage): Promise<void> {
  await session.db
    .insertInto("agreement_message")
    .values({
      id: message.id,
      partner: message.partner,
      negotiation: message.negotiation ?? null,
      body: JSON.stringify(message.body),
      created_at: message.createdAt,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

/** Messages that no partner has taken or refused yet, oldest first. */
export async function waitingAgreementMessages(
  session: Session,
  partner?: string,
): Promise<readonly AgreementMessage[]> {
  let query = session.db.selectFrom("agreement_message").selectAll().where("settled_at", "is", null);
  if (partner !== undefined) query = query.where("partner", "=", partner);
  const rows = await query.orderBy("sequence").execute();
  return rows.map((row) => ({
    id: row.id,
    partner: row.partner,
    negotiation: row.negotiation ?? undefined,
    body: row.body,
    createdAt: row.created_at,
  }));
}

/** The partner has taken it, or refused it for good. */
export async function settleAgreementMessage(session: Session, id: string, at: string): Promise<void> {
  await session.db
    .updateTable("agreement_message")
    .set({ settled_at: at })
    .where("id", "=", id)
    .where("settled_at", "is", null)
    .execute();
}
