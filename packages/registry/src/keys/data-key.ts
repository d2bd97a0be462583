import { randomBytes } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { Session } from "../store/store.ts";
import { seal, unseal } from "./envelope.ts";

/** Whom a data key belongs to. Destroying the row makes everything sealed under it unreadable; a backup of the store from before still holds the row. */
export type KeyOwner = `person:${string}` | `exchange:${string}` | `node:${string}`;

/** The owners' data keys, unwrapped; made where `create` is set and there is none yet. Missing ones are absent. */
export async function dataKeys(
  session: Session,
  owners: readonly KeyOwner[],
  create: boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = new Map<string, Uint8Array>();
  if (owners.length === 0) return keys;
  const wrappingKey = wrappingKeyOf(session);
  const wanted = [...new Set<string>(owners)];
  if (create) await createMissing(session, wrappingKey, wanted);
  const found = await sql<{ owner: string; wrapped: Uint8Array }>`
    select owner, wrapped from data_key where owner = any(${wanted}::text[])`.execute(session.db);
  for (const row of found.rows) keys.set(row.owner, unseal(wrappingKey, row.wrapped, contextOf(row.owner)));
  return keys;
}

export async function dataKey(session: Session, owner: KeyOwner, create: boolean): Promise<Uint8Array> {
  const key = (await dataKeys(session, [owner], create)).get(owner);
  if (key === undefined) throw new AccordError("keys.destroyed", "The key of a sealed value was destroyed.");
  return key;
}

export async function destroyDataKey(session: Session, owner: KeyOwner): Promise<void> {
  await session.db.deleteFrom("data_key").where("owner", "=", owner).execute();
}

async function createMissing(session: Session, wrappingKey: Uint8Array, owners: string[]): Promise<void> {
  const missing = await sql<{ owner: string }>`
    select owner from unnest(${owners}::text[]) owner
    where not exists (select 1 from data_key where data_key.owner = owner.owner)`.execute(session.db);
  if (missing.rows.length === 0) return;
  const made = missing.rows.map(({ owner }) => ({
    owner,
    wrapped: Buffer.from(seal(wrappingKey, randomBytes(32), contextOf(owner))).toString("base64"),
  }));
  await sql`
    insert into data_key (owner, wrapped)
    select owner, decode(wrapped, 'base64')
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as made(owner text, wrapped text)
    on conflict do nothing`.execute(session.db);
}

function wrappingKeyOf(session: Session): Uint8Array {
  if (session.wrappingKey === undefined) {
    throw new AccordError("keys.no_wrapping_key", "The store was opened without its wrapping key.", {
      remedy: "Give the node's key file.",
    });
  }
  return session.wrappingKey;
}

const contextOf = (owner: string) => `accord/data-key/1|${owner}`;
