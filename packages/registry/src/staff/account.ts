import type { Selectable } from "kysely";
import type { Schema } from "../store/schema.ts";
import type { Session } from "../store/store.ts";

/** An account of a member of staff. What roles and purposes mean is the node's to say. */
export interface StaffAccount {
  readonly id: string;
  /** What they type to sign in; also the verified e-mail address by which an identity provider knows them. */
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** P-codes, or `*`. */
  readonly sites: readonly string[];
  readonly purposes: readonly string[];
  /** `invited` until a first way to sign in is set; `locked` by an administrator; `closed` for good. */
  readonly status: "invited" | "active" | "locked" | "closed";
  readonly addedAt: string;
  readonly addedBy: string;
}

export async function addStaffAccount(session: Session, account: StaffAccount): Promise<void> {
  const { addedAt, addedBy, roles, sites, purposes, ...rest } = account;
  await session.db
    .insertInto("staff_account")
    .values({
      ...rest,
      roles: JSON.stringify(roles),
      sites: JSON.stringify(sites),
      purposes: JSON.stringify(purposes),
      failures: 0,
      added_at: addedAt,
      added_by: addedBy,
    })
    .execute();
}

export async function changeStaffAccount(
  session: Session,
  id: string,
  change: Partial<Pick<StaffAccount, "name" | "roles" | "sites" | "purposes" | "status">>,
): Promise<void> {
  const { roles, sites, purposes, ...plain } = change;
  await session.db
    .updateTable("staff_account")
    .set({
      ...plain,
      ...(roles === undefined ? {} : { roles: JSON.stringify(roles) }),
      ...(sites === undefined ? {} : { sites: JSON.stringify(sites) }),
      ...(purposes === undefined ? {} : { purposes: JSON.stringify(purposes) }),
    })
    .where("id", "=", id)
    .execute();
}

export async function findStaffAccount(
  session: Session,
  by: { readonly id: string } | { readonly login: string } | { readonly providerSubject: string },
): Promise<StaffAccount | undefined> {
  const query = session.db.selectFrom("staff_account").selectAll();
  const row = await ("id" in by
    ? query.where("id", "=", by.id)
    : "login" in by
      ? query.where("login", "=", by.login)
      : query.where("provider_subject", "=", by.providerSubject)
  ).executeTakeFirst();
  return row === undefined ? undefined : accountOf(row);
}

export async function listStaffAccounts(session: Session): Promise<readonly StaffAccount[]> {
  const rows = await session.db.selectFrom("staff_account").selectAll().orderBy("login").execute();
  return rows.map(accountOf);
}

function accountOf(row: Selectable<Schema["staff_account"]>): StaffAccount {
  const { id, login, name, roles, sites, purposes, status } = row;
  return {
    id,
    login,
    name,
    roles,
    sites,
    purposes,
    status,
    addedAt: row.added_at,
    addedBy: row.added_by,
  };
}
