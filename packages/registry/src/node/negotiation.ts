import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** One side of a negotiation; `life` is the agreement room's own. */
export interface NegotiationRow {
  readonly id: string;
  readonly partner: string;
  readonly state: string;
  readonly life: unknown;
  readonly updatedAt: string;
}

/** Inserts or replaces by id. */
export async function saveNegotiation(session: Session, negotiation: NegotiationRow): Promise<void> {
  const { id, partner, state, updatedAt } = negotiation;
  const row = { state, life: JSON.stringify(negotiation.life), updated_at: updatedAt };
  await session.db
    .insertInto("agreement_negotiation")
    .values({ id, partner, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

/** Newest first. */
export async function listNegotiations(
  session: Session,
  filter: { readonly id?: string; readonly partner?: string; readonly consumerPid?: string } = {},
): Promise<readonly NegotiationRow[]> {
  let query = session.db.selectFrom("agreement_negotiation").selectAll();
  if (filter.id !== undefined) query = query.where("id", "=", filter.id);
  if (filter.partner !== undefined) query = query.where("partner", "=", filter.partner);
  if (filter.consumerPid !== undefined) {
    query = query.where(sql<string>`life->>'consumerPid'`, "=", filter.consumerPid);
  }
  const rows = await query.orderBy("updated_at", "desc").orderBy("id").execute();
  return rows.map(({ updated_at: updatedAt, ...row }) => ({ ...row, updatedAt }));
}
