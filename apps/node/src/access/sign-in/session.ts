import {
  beginStaffSession,
  endStaffSessions,
  findStaffAccount,
  findStaffSession,
  type Session,
  touchStaffSession,
} from "@accord/registry";
import { isRole } from "../role.ts";
import type { Staff } from "../staff.ts";
import { newSecret, secretDigest } from "./secret.ts";

export type SignInMethod = "password" | "passkey" | "provider";

/** When a session ends: so long after it was last used, and so long after it began. */
export interface SessionLimits {
  readonly idleMinutes: number;
  readonly sessionHours: number;
}

export interface BegunSession {
  readonly token: string;
  readonly csrf: string;
  readonly endsAt: string;
}

/** Before the token of a session, so that it is never taken for the token of the node's folder. */
const MARK = "session.";
const TOUCH_MILLISECONDS = 60_000;
const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

export const isSessionToken = (token: string): boolean => token.startsWith(MARK);

export async function beginSession(
  store: Session,
  staff: string,
  method: SignInMethod,
  limits: SessionLimits,
  now: number,
): Promise<BegunSession> {
  const token = MARK + newSecret();
  const csrf = newSecret();
  const endsAt = iso(now + limits.sessionHours * 3_600_000);
  await beginStaffSession(store, {
    digest: secretDigest(token),
    staff,
    method,
    csrf,
    beganAt: iso(now),
    seenAt: iso(now),
    endsAt,
  });
  return { token, csrf, endsAt };
}

/** Who has the session, and what a request with its cookie must repeat; undefined where it ended or was ended. */
export async function staffOfSession(
  store: Session,
  token: string,
  limits: SessionLimits,
  now: number,
): Promise<{ readonly staff: Staff; readonly csrf: string } | undefined> {
  const digest = secretDigest(token);
  const session = await findStaffSession(store, digest);
  if (session === undefined) return undefined;
  const seen = Date.parse(session.seenAt);
  if (now >= Date.parse(session.endsAt) || now - seen >= limits.idleMinutes * 60_000) {
    await endStaffSessions(store, { digest });
    return undefined;
  }
  const account = await findStaffAccount(store, { id: session.staff });
  if (account?.status !== "active") return undefined;
  if (now - seen >= TOUCH_MILLISECONDS) await touchStaffSession(store, digest, iso(now));
  const { id, name, roles, sites, purposes } = account;
  return { staff: { id, name, roles: roles.filter(isRole), sites, purposes }, csrf: session.csrf };
}

export async function endSession(store: Session, token: string): Promise<void> {
  await endStaffSessions(store, { digest: secretDigest(token) });
}
