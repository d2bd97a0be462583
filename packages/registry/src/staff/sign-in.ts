import type { Session } from "../store/store.ts";

/** A session or an invitation is kept by the SHA-256 of its secret, hex. */
export interface StaffSession {
  readonly digest: string;
  readonly staff: string;
  readonly method: string;
  /** What a request with the cookie must repeat in its header. */
  readonly csrf: string;
  readonly beganAt: string;
  readonly seenAt: string;
  /** When it ends however much it is used. */
  readonly endsAt: string;
}

export async function beginStaffSession(session: Session, begun: StaffSession): Promise<void> {
  const { digest, staff, method, csrf } = begun;
  await session.db
    .insertInto("staff_session")
    .values({
      digest,
      staff,
      method,
      csrf,
      began_at: begun.beganAt,
      seen_at: begun.seenAt,
      ends_at: begun.endsAt,
    })
    .execute();
}

export async function findStaffSession(session: Session, digest: string): Promise<StaffSession | undefined> {
  const row = await session.db
    .selectFrom("staff_session")
    .selectAll()
    .where("digest", "=", digest)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { staff, method, csrf } = row;
  return { digest, staff, method, csrf, beganAt: row.began_at, seenAt: row.seen_at, endsAt: row.ends_at };
}

export async function touchStaffSession(session: Session, digest: string, seenAt: string): Promise<void> {
  await session.db
    .updateTable("staff_session")
    .set({ seen_at: seenAt })
    .where("digest", "=", digest)
    .execute();
}

/** Ends one session, or all of a member of staff; gives how many. */
export async function endStaffSessions(
  session: Session,
  which: { readonly digest: string } | { readonly staff: string },
): Promise<number> {
  const query = session.db.deleteFrom("staff_session");
  const { numDeletedRows } = await ("digest" in which
    ? query.where("digest", "=", which.digest)
    : query.where("staff", "=", which.staff)
  ).executeTakeFirst();
  return Number(numDeletedRows);
}

export interface Invitation {
  readonly digest: string;
  readonly staff: string;
  readonly endsAt: string;
}

/** Replaces whatever invitation the member of staff had. */
export async function saveInvitation(session: Session, invitation: Invitation): Promise<void> {
  await session.transaction(async ({ db }) => {
    await db.deleteFrom("staff_invitation").where("staff", "=", invitation.staff).execute();
    const { digest, staff, endsAt } = invitation;
    await db.insertInto("staff_invitation").values({ digest, staff, ends_at: endsAt }).execute();
  });
}

export async function findInvitation(session: Session, digest: string): Promise<Invitation | undefined> {
  const row = await session.db
    .selectFrom("staff_invitation")
    .selectAll()
    .where("digest", "=", digest)
    .executeTakeFirst();
  return row === undefined ? undefined : { digest, staff: row.staff, endsAt: row.ends_at };
}

export async function dropInvitation(session: Session, digest: string): Promise<void> {
  await session.db.deleteFrom("staff_invitation").where("digest", "=", digest).execute();
}

/** Forgets sessions and invitations whose time is over; gives how many. */
export async function dropEndedSignIns(session: Session, at: string): Promise<number> {
  const sessions = await session.db.deleteFrom("staff_session").where("ends_at", "<=", at).executeTakeFirst();
  const invitations = await session.db
    .deleteFrom("staff_invitation")
    .where("ends_at", "<=", at)
    .executeTakeFirst();
  return Number(sessions.numDeletedRows + invitations.numDeletedRows);
}
