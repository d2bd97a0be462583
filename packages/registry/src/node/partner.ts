import type { Session } from "../store/store.ts";

/** Another agency's node: `card` holds address and public keys, opaque here. */
export interface Partner {
  readonly id: string;
  readonly name: string;
  readonly card: unknown;
}

/** Inserts or replaces. */
export async function savePartner(session: Session, partner: Partner): Promise<void> {
  const row = { name: partner.name, card: JSON.stringify(partner.card ?? null) };
  await session.db
    .insertInto("partner")
    .values({ id: partner.id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
}

export async function readPartner(session: Session, id: string): Promise<Partner | undefined> {
  return session.db.selectFrom("partner").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function listPartners(session: Session): Promise<readonly Partner[]> {
  return session.db.selectFrom("partner").selectAll().orderBy("id").execute();
}
