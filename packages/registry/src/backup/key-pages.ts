import { sql } from "kysely";
import { unwrapDataKey, wrapDataKey } from "../keys/data-key.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

const KEYS_A_PAGE = 5000;

export interface OwnedKey {
  readonly owner: string;
  readonly key: Uint8Array;
}

/** Every data key, unwrapped, by pages: for the key part of a backup, which is encrypted whole. */
export async function* dataKeyPages(session: Session): AsyncGenerator<readonly OwnedKey[]> {
  for (let after = ""; ; ) {
    const { rows } = await sql<{ owner: string; wrapped: Uint8Array; wrapped_by: string }>`
      select owner, wrapped, wrapped_by from data_key where owner > ${after} order by owner limit ${KEYS_A_PAGE}`.execute(
      session.db,
    );
    if (rows.length > 0) yield rows.map((row) => ({ owner: row.owner, key: unwrapDataKey(session, row) }));
    if (rows.length < KEYS_A_PAGE) return;
    after = rows.at(-1)!.owner;
  }
}

/** Wraps keys with this store's wrapping key and stores them. */
export async function restoreDataKeys(session: Session, keys: readonly OwnedKey[]): Promise<void> {
  const made = keys.map(({ owner, key }) => wrapDataKey(session, owner, key));
  await sql`
    insert into data_key (owner, wrapped, wrapped_by)
    select owner, decode(wrapped, 'base64'), wrapped_by
    from ${recordset(made, "made", { owner: "text", wrapped: "text", wrapped_by: "text" })}`.execute(
    session.db,
  );
}
