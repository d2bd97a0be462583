import type { LedgerEntry } from "@accord/ledger";
import {
  addStaffAccount,
  changeStaffAccount,
  dropCredentials,
  endStaffSessions,
  findStaffAccount,
  type Session,
  type StaffAccount,
  saveCredentials,
  saveInvitation,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { ledgerStorage } from "../ledger/node-ledger.ts";
import type { AccordNode } from "../node.ts";
import { requireApproval } from "./approval.ts";
import { newSecret, secretDigest } from "./sign-in/secret.ts";
import { loginOf } from "./sign-in/with-password.ts";
import { accountOf, type Staff } from "./staff.ts";

const INVITATION_MILLISECONDS = 72 * 3_600_000;

type Keeper = Pick<AccordNode, "store" | "ledger" | "context" | "nowMilliseconds">;
type Step = Extract<LedgerEntry, { kind: "staff" }>["event"];

/** A new way in: handed to the person over another channel than the network, used once, within three days. */
export interface Invited {
  readonly account: StaffAccount;
  readonly invitation: string;
  readonly endsAt: string;
}

/** @throws AccordError `staff.exists` */
export async function addAccount(
  node: Keeper,
  by: Staff,
  given: Pick<StaffAccount, "login" | "name" | "roles" | "sites" | "purposes">,
): Promise<Invited> {
  const account: StaffAccount = {
    ...given,
    login: loginOf(given.login),
    id: node.context.newId(),
    status: "invited",
    addedAt: node.context.now(),
    addedBy: by.id,
  };
  return node.store.transaction(async (session) => {
    if ((await findStaffAccount(session, { login: account.login })) !== undefined) {
      throw new AccordError("staff.exists", "there is an account of this login", {
        where: "login",
        remedy: "See `accord staff list`; a closed account's login is not given again.",
      });
    }
    await addStaffAccount(session, account);
    await record(node, session, "added", account, by);
    return { account, ...(await invite(node, session, account)) };
  });
}

/** Changes what an account may; its sessions end, so that nothing goes on under what it had. */
export async function changeAccount(
  node: Keeper,
  by: Staff,
  id: string,
  change: Partial<Pick<StaffAccount, "name" | "roles" | "sites" | "purposes">>,
): Promise<StaffAccount> {
  return changed(node, by, id, "roles-changed", async (session) => {
    await changeStaffAccount(session, id, change);
  });
}

/** Locked, nobody signs in to it; its sessions end at once. */
export const lockAccount = (node: Keeper, by: Staff, id: string): Promise<StaffAccount> =>
  changed(node, by, id, "locked", (session) => changeStaffAccount(session, id, { status: "locked" }));

export const unlockAccount = (node: Keeper, by: Staff, id: string): Promise<StaffAccount> =>
  changed(node, by, id, "unlocked", async (session) => {
    await changeStaffAccount(session, id, { status: "active" });
    await saveCredentials(session, id, { failures: 0, heldUntil: undefined });
  });

export const closeAccount = (node: Keeper, by: Staff, id: string): Promise<StaffAccount> =>
  changed(node, by, id, "removed", async (session) => {
    await changeStaffAccount(session, id, { status: "closed" });
    await dropCredentials(session, id);
  });

/**
 * A new way in for somebody who lost theirs: two administrators, since whoever does this can become the other. What
 * they signed in with before is gone.
 * @throws AccordError of `requireApproval`
 */
export async function recoverAccount(node: Keeper, by: Staff, id: string): Promise<Invited> {
  const found = await known(node.store, id);
  if (found.status === "closed") throw closed();
  await requireApproval(node, {
    operation: "staff.recover",
    staff: by,
    subject: { staff: id },
    asks: `a new way to sign in for ${found.login}`,
  });
  const account = await changed(node, by, id, "recovered", async (session) => {
    await dropCredentials(session, id);
    await changeStaffAccount(session, id, { status: "invited" });
  });
  return { account, ...(await node.store.transaction((session) => invite(node, session, account))) };
}

/** That an account has a way to sign in now. */
export async function credentialsKept(node: Keeper, session: Session, id: string): Promise<void> {
  await changeStaffAccount(session, id, { status: "active" });
  const account = await known(session, id);
  await record(node, session, "credentials-changed", account, undefined);
}

async function changed(
  node: Keeper,
  by: Staff,
  id: string,
  event: Step,
  change: (session: Session) => Promise<void>,
): Promise<StaffAccount> {
  return node.store.transaction(async (session) => {
    if ((await known(session, id)).status === "closed") throw closed();
    await change(session);
    await endStaffSessions(session, { staff: id });
    const account = await known(session, id);
    await record(node, session, event, account, by);
    return account;
  });
}

async function known(session: Session, id: string): Promise<StaffAccount> {
  const account = await findStaffAccount(session, { id });
  if (account !== undefined) return account;
  throw new AccordError("staff.unknown", "there is no such account", {
    where: "id",
    remedy: "See `accord staff list`.",
  });
}

const closed = () =>
  new AccordError("staff.closed", "the account was closed for good", { remedy: "Add a new account." });

async function invite(
  node: Keeper,
  session: Session,
  account: StaffAccount,
): Promise<Pick<Invited, "invitation" | "endsAt">> {
  const invitation = newSecret();
  const endsAt = new Date(node.nowMilliseconds() + INVITATION_MILLISECONDS).toISOString();
  await saveInvitation(session, { digest: secretDigest(invitation), staff: account.id, endsAt });
  return { invitation, endsAt };
}

async function record(
  node: Keeper,
  session: Session,
  event: Step,
  account: StaffAccount,
  by: Staff | undefined,
): Promise<void> {
  const acting = by === undefined ? account.id : accountOf(by);
  await node.ledger.append(
    {
      kind: "staff",
      event,
      reference: account.id,
      roles: account.roles,
      at: node.context.now(),
      ...(acting === undefined ? { code: "local-operator" } : { staff: acting }),
    },
    ledgerStorage(session),
  );
}
