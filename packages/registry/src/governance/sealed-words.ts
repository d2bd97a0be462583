import { dataKey, dataKeys, type KeyOwner } from "../keys/data-key.ts";
import { seal, unseal } from "../keys/envelope.ts";
import type { Session } from "../store/store.ts";

const ownerOf = (record: string): KeyOwner => `node:governance:${record}`;
const contextOf = (record: string) => `accord/governance-words/1|${record}`;

/** Free words on a record, which may name somebody, sealed under a key of the record's own; null where there are none. */
export async function sealWords(
  session: Session,
  record: string,
  words: string | undefined,
): Promise<Uint8Array | null> {
  if (words === undefined || words === "") return null;
  return seal(await dataKey(session, ownerOf(record), true), Buffer.from(words), contextOf(record));
}

export async function openWords(
  session: Session,
  record: string,
  sealed: Uint8Array | null,
): Promise<string | undefined> {
  if (sealed === null) return undefined;
  const key = (await dataKeys(session, [ownerOf(record)], false)).get(ownerOf(record));
  return key === undefined ? undefined : Buffer.from(unseal(key, sealed, contextOf(record))).toString("utf8");
}
