import { dataKey } from "../keys/data-key.ts";
import { seal, unseal } from "../keys/envelope.ts";
import type { Session } from "../store/store.ts";

/** By what a member of staff signs in with a password, and how their attempts went. */
export interface StaffCredentials {
  /** An argon2id hash in PHC form. */
  readonly password: string | undefined;
  /** Secret of the one-time codes. */
  readonly totp: Uint8Array | undefined;
  /** The last time step whose code was taken. */
  readonly totpStep: number | undefined;
  readonly providerSubject: string | undefined;
  /** Failed attempts since the last that succeeded. */
  readonly failures: number;
  /** Until when no attempt is looked at. */
  readonly heldUntil: string | undefined;
}

const KEY_OWNER = "node:staff";
const contextOf = (id: string) => `accord/staff-totp/1|${id}`;

export async function readCredentials(session: Session, id: string): Promise<StaffCredentials | undefined> {
  const row = await session.db
    .selectFrom("staff_account")
    .select(["password", "totp", "totp_step", "provider_subject", "failures", "held_until"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const totp =
    row.totp === null ? undefined : unseal(await dataKey(session, KEY_OWNER, false), row.totp, contextOf(id));
  return {
    password: row.password ?? undefined,
    totp,
    totpStep: row.totp_step ?? undefined,
    providerSubject: row.provider_subject ?? undefined,
    failures: row.failures,
    heldUntil: row.held_until ?? undefined,
  };
}

/** Replaces what is given; `undefined` as a value takes it away. */
export async function saveCredentials(
  session: Session,
  id: string,
  change: Partial<StaffCredentials>,
): Promise<void> {
  const { totp } = change;
  const sealed =
    totp === undefined
      ? null
      : Buffer.from(seal(await dataKey(session, KEY_OWNER, true), totp, contextOf(id)));
  await session.db
    .updateTable("staff_account")
    .set({
      ...("password" in change ? { password: change.password ?? null } : {}),
      ...("totp" in change ? { totp: sealed } : {}),
      ...("totpStep" in change ? { totp_step: change.totpStep ?? null } : {}),
      ...("providerSubject" in change ? { provider_subject: change.providerSubject ?? null } : {}),
      ...("heldUntil" in change ? { held_until: change.heldUntil ?? null } : {}),
      ...(change.failures === undefined ? {} : { failures: change.failures }),
    })
    .where("id", "=", id)
    .execute();
}

/** A passkey's public half (WebAuthn). */
export interface Passkey {
  /** Credential id, base64url. */
  readonly id: string;
  readonly staff: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly addedAt: string;
}

export async function savePasskey(session: Session, passkey: Passkey): Promise<void> {
  const { id, staff, counter } = passkey;
  await session.db
    .insertInto("staff_passkey")
    .values({
      id,
      staff,
      public_key: Buffer.from(passkey.publicKey),
      counter,
      transports: JSON.stringify(passkey.transports),
      added_at: passkey.addedAt,
    })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ counter }))
    .execute();
}

export async function passkeysOf(session: Session, staff: string): Promise<readonly Passkey[]> {
  const rows = await session.db.selectFrom("staff_passkey").selectAll().where("staff", "=", staff).execute();
  return rows.map((row) => ({
    id: row.id,
    staff: row.staff,
    publicKey: row.public_key,
    counter: row.counter,
    transports: row.transports,
    addedAt: row.added_at,
  }));
}

/** Takes every way to sign in away, as recovery does. */
export async function dropCredentials(session: Session, staff: string): Promise<void> {
  await session.db.deleteFrom("staff_passkey").where("staff", "=", staff).execute();
  await saveCredentials(session, staff, {
    password: undefined,
    totp: undefined,
    totpStep: undefined,
    providerSubject: undefined,
    heldUntil: undefined,
    failures: 0,
  });
}
