import { createHmac } from "node:crypto";
import type { AttributeState, AttributeStates } from "@accord/vocabulary";
import { gcmsiv } from "@noble/ciphers/aes.js";
import type { Session } from "../store/store.ts";
import { dataKey, dataKeys, type KeyOwner } from "./data-key.ts";

/*
 * Phones are sealed under their person's data key with AES-256-GCM-SIV (RFC 8452) and a fixed nonce: deterministic, so
 * that one statement said twice stays one statement, and safe to use so: equal ciphertexts show only that one person's
 * phone is still the same. Which persons share a phone is told by a keyed index alone.
 */
const PHONE = "person.phone";
const NONCE = new Uint8Array(12);
const INDEX_OWNER: KeyOwner = "node:phone-index";
const INDEX_PREFIX = "hmac-sha256:";

const ownerOf = (person: string): KeyOwner => `person:${person}`;
const contextOf = (person: string) => Buffer.from(`accord/phone/1|${person}`);

interface SealedValue {
  readonly sealed: string;
}

/** The statements with their phones sealed for the file on which each stands; keys are made where there are none. */
export async function sealStatedPhones<
  S extends { readonly subject: string; readonly subject_kind: string; readonly states: object },
>(session: Session, statements: readonly S[]): Promise<readonly S[]> {
  const spoken = statements.filter((one) => phoneOf(one.states) !== undefined);
  const keys = await dataKeys(
    session,
    spoken.map((one) => ownerOf(one.subject)),
    true,
  );
  return statements.map((one) => {
    const phone = phoneOf(one.states);
    if (phone === undefined) return one;
    const sealed = sealPhone(keys.get(ownerOf(one.subject))!, one.subject, phone);
    return { ...one, states: { ...one.states, [PHONE]: { state: "known", value: { sealed } } } };
  });
}

/** The rows with their statements' phones opened; one whose person's key was destroyed is as if nobody had said it. */
export async function openStatedPhones<
  S extends { readonly subject: string; readonly states: AttributeStates },
>(session: Session, rows: readonly S[]): Promise<readonly S[]> {
  const keys = await dataKeys(
    session,
    rows.filter((row) => sealedOf(row.states) !== undefined).map((row) => ownerOf(row.subject)),
    false,
  );
  return rows.map((row) => {
    const sealed = sealedOf(row.states);
    if (sealed === undefined) return row;
    const key = keys.get(ownerOf(row.subject));
    const { [PHONE]: _sealed, ...others } = row.states;
    if (key === undefined) return { ...row, states: others };
    const phone: AttributeState = { state: "known", value: openPhone(key, row.subject, sealed) };
    return { ...row, states: { ...others, [PHONE]: phone } };
  });
}

/** Current rows with their phones sealed, and the index by which equal ones are found. */
export async function sealCurrentPhones<R extends { readonly id: string; readonly phone?: unknown }>(
  session: Session,
  rows: readonly R[],
): Promise<readonly (R & { readonly phone_index: string | undefined })[]> {
  const having = rows.filter((row) => typeof row.phone === "string");
  if (having.length === 0) return rows.map((row) => ({ ...row, phone_index: undefined }));
  const keys = await dataKeys(
    session,
    having.map((row) => ownerOf(row.id)),
    true,
  );
  const indexOf = indexUnder(await dataKey(session, INDEX_OWNER, true));
  return rows.map((row) =>
    typeof row.phone === "string"
      ? {
          ...row,
          phone: sealPhone(keys.get(ownerOf(row.id))!, row.id, row.phone),
          phone_index: indexOf(row.phone),
        }
      : { ...row, phone_index: undefined },
  );
}

/** Rows of `person` that were read with their sealed phone, opened; `idOf` gives the person. */
export async function openCurrentPhones<R extends { readonly phone?: unknown }>(
  session: Session,
  rows: readonly R[],
  idOf: (row: R) => string,
): Promise<readonly R[]> {
  const having = rows.filter((row) => typeof row.phone === "string");
  const keys = await dataKeys(
    session,
    having.map((row) => ownerOf(idOf(row))),
    false,
  );
  return rows.map((row) => {
    if (typeof row.phone !== "string") return row;
    const key = keys.get(ownerOf(idOf(row)));
    return { ...row, phone: key === undefined ? null : openPhone(key, idOf(row), row.phone) };
  });
}

/** What stands in `phone_index` for a number; undefined where no phone was ever stored here. */
export async function phoneIndex(session: Session, phone: string): Promise<string | undefined> {
  const secret = (await dataKeys(session, [INDEX_OWNER], false)).get(INDEX_OWNER);
  return secret && indexUnder(secret)(phone);
}

/** HMAC-SHA-256 under a secret of the store: equal numbers have equal ones, and without the secret they cannot be guessed. */
const indexUnder = (secret: Uint8Array) => (phone: string) =>
  INDEX_PREFIX + createHmac("sha256", secret).update(phone).digest("base64url");

function sealPhone(key: Uint8Array, person: string, phone: string): string {
  return Buffer.from(gcmsiv(key, NONCE, contextOf(person)).encrypt(Buffer.from(phone))).toString("base64url");
}

function openPhone(key: Uint8Array, person: string, sealed: string): string {
  const opened = gcmsiv(key, NONCE, contextOf(person)).decrypt(Buffer.from(sealed, "base64url"));
  return Buffer.from(opened).toString();
}

function phoneOf(states: object): string | undefined {
  const state = (states as AttributeStates)[PHONE];
  return state?.state === "known" && typeof state.value === "string" ? state.value : undefined;
}

function sealedOf(states: AttributeStates): string | undefined {
  const state = states[PHONE];
  if (state?.state !== "known") return undefined;
  const { sealed } = state.value as Partial<SealedValue>;
  return typeof sealed === "string" ? sealed : undefined;
}
