import { dataKey, dataKeys, type KeyOwner } from "../keys/data-key.ts";
import { seal, unseal } from "../keys/envelope.ts";
import type { Session } from "../store/store.ts";

const ownerOf = (person: string): KeyOwner => `person:${person}`;
const contextOf = (person: string, of: string) => `accord/rights-details/1|${person}|${of}`;

/**
 * Free words and third persons' names of a consent or request, sealed under the person's data key; null where there are
 * none. `of` names the row they belong to, so that they cannot be moved to another.
 */
export async function sealDetails(
  session: Session,
  person: string,
  of: string,
  details: object | undefined,
): Promise<Uint8Array | null> {
  if (details === undefined || Object.keys(details).length === 0) return null;
  const key = await dataKey(session, ownerOf(person), true);
  return seal(key, Buffer.from(JSON.stringify(details)), contextOf(person, of));
}

/** Undefined where there are none, or where the person's key was destroyed. */
export async function openDetails<T>(
  session: Session,
  person: string,
  of: string,
  sealed: Uint8Array | null,
): Promise<T | undefined> {
  if (sealed === null) return undefined;
  const key = (await dataKeys(session, [ownerOf(person)], false)).get(ownerOf(person));
  if (key === undefined) return undefined;
  return JSON.parse(Buffer.from(unseal(key, sealed, contextOf(person, of))).toString("utf8")) as T;
}
