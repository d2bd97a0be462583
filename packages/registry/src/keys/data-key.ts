import { randomBytes } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { seal, unseal } from "./envelope.ts";
import type { StoreKeys } from "./store-keys.ts";

/** Whom a data key belongs to. Destroying the row makes everything sealed under it unreadable. */
export type KeyOwner =
  | `person:${string}`
  | `household:${string}`
  | `exchange:${string}`
  | `outbox:${string}`
  | `node:${string}`;

/** The owners' data keys, unwrapped; made where `create` is set and there is none yet. Missing ones are absent. */
export async function dataKeys(
  session: Session,
  owners: readonly KeyOwner[],
  create: boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = new Map<string, Uint8Array>();
  if (owners.length === 0) return keys;
  const wrapping = wrappingKeysOf(session);
  const wanted = [...new Set<string>(owners)];
  if (create) await createMissing(session, wrapping, wanted);
  const found = await sql<WrappedRow>`
    select owner, wrapped, wrapped_by from data_key where owner = any(${wanted}::text[])`.execute(session.db);
  for (const row of found.rows) keys.set(row.owner, unwrapped(wrapping, row));
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

interface WrappedRow {
  readonly owner: string;
  readonly wrapped: Uint8Array;
  readonly wrapped_by: string;
}

const unwrapped = (wrapping: StoreKeys, row: WrappedRow): Uint8Array =>
  unseal(wrapping.key(row.wrapped_by), row.wrapped, contextOf(row.owner));

async function createMissing(session: Session, wrapping: StoreKeys, owners: string[]): Promise<void> {
  const missing = await sql<{ owner: string }>`
    select owner from unnest(${owners}::text[]) owner
    where not exists (select 1 from data_key where data_key.owner = owner.owner)`.execute(session.db);
  if (missing.rows.length === 0) return;
  const made = missing.rows.map(({ owner }) => wrappedRow(wrapping, owner, randomBytes(32)));
  await sql`
    insert into data_key (owner, wrapped, wrapped_by)
    select owner, decode(wrapped, 'base64'), wrapped_by
    from ${recordset(made, "made", { owner: "text", wrapped: "text", wrapped_by: "text" })}
    on conflict do nothing`.execute(session.db);
}

function wrappedRow(wrapping: StoreKeys, owner: string, key: Uint8Array) {
  const { id, key: wrappingKey } = wrapping.current;
  const wrapped = Buffer.from(seal(wrappingKey, key, contextOf(owner))).toString("base64");
  return { owner, wrapped, wrapped_by: id };
}

export const unwrapDataKey = (session: Session, row: WrappedRow): Uint8Array =>
  unwrapped(wrappingKeysOf(session), row);

/** A row of `data_key`, the wrapped key in base64. */
export const wrapDataKey = (session: Session, owner: string, key: Uint8Array) =>
  wrappedRow(wrappingKeysOf(session), owner, key);

/**
 * Wraps up to `limit` data keys anew that the current wrapping key did not wrap, in one transaction; says how many that
 * were. Values need not be sealed anew, and other work goes on between two calls.
 */
export function rewrapDataKeys(session: Session, limit: number): Promise<number> {
  return session.transaction(async (transaction) => {
    const wrapping = wrappingKeysOf(transaction);
    const { rows } = await sql<WrappedRow>`
      select owner, wrapped, wrapped_by from data_key where wrapped_by <> ${wrapping.current.id}
      order by owner limit ${limit}`.execute(transaction.db);
    if (rows.length === 0) return 0;
    const made = rows.map((row) => wrappedRow(wrapping, row.owner, unwrapped(wrapping, row)));
    await sql`
      update data_key set wrapped = decode(made.wrapped, 'base64'), wrapped_by = made.wrapped_by
      from ${recordset(made, "made", { owner: "text", wrapped: "text", wrapped_by: "text" })}
      where data_key.owner = made.owner`.execute(transaction.db);
    return rows.length;
  });
}

/** How many data keys each wrapping key wrapped, by its name. */
export async function countWrapped(session: Session): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ wrapped_by: string; keys: string }>`
    select wrapped_by, count(*) as keys from data_key group by wrapped_by`.execute(session.db);
  return new Map(rows.map((row) => [row.wrapped_by, Number(row.keys)]));
}

function wrappingKeysOf(session: Session): StoreKeys {
  if (session.keys === undefined) {
    throw new AccordError("keys.no_wrapping_key", "The store was opened without its wrapping key.", {
      remedy: "Give the node's key file.",
    });
  }
  return session.keys;
}

const contextOf = (owner: string) => `accord/data-key/1|${owner}`;
