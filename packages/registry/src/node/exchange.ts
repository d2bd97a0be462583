import type { Selectable } from "kysely";
import type { Schema } from "../store/schema.ts";
import type { Session } from "../store/store.ts";

/** An exchange as a node persists it; `state` is the protocol's own, opaque here. */
export interface ExchangeRow {
  readonly id: string;
  readonly agreementDigest: string;
  readonly partner: string;
  readonly role: string;
  readonly step: string;
  readonly state: unknown;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Inserts or replaces. */
export async function saveExchange(session: Session, exchange: ExchangeRow): Promise<void> {
  const row = {
    agreement_digest: exchange.agreementDigest,
    partner: exchange.partner,
    role: exchange.role,
    step: exchange.step,
    state: JSON.stringify(exchange.state ?? null),
    created_at: exchange.createdAt,
    updated_at: exchange.updatedAt,
  };
  await session.db
    .insertInto("exchange")
    .values({ id: exchange.id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

export async function readExchange(session: Session, id: string): Promise<ExchangeRow | undefined> {
  const row = await session.db.selectFrom("exchange").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : exchangeOf(row);
}

/** Newest first. */
export async function listExchanges(session: Session): Promise<readonly ExchangeRow[]> {
  const rows = await session.db
    .selectFrom("exchange")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(exchangeOf);
}

function exchangeOf(row: Selectable<Schema["exchange"]>): ExchangeRow {
  return {
    id: row.id,
    agreementDigest: row.agreement_digest,
    partner: row.partner,
    role: row.role,
    step: row.step,
    state: row.state,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
