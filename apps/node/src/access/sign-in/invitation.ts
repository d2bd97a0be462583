import {
  dropInvitation,
  findInvitation,
  findStaffAccount,
  type Session,
  type StaffAccount,
  saveCredentials,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import type { AccordNode } from "../../node.ts";
import { credentialsKept } from "../accounts.ts";
import { newTotpSecret, stepOfCode, totpAddress } from "./one-time-code.ts";
import { passwordHash } from "./password.ts";
import type { Pending } from "./pending.ts";
import { secretDigest } from "./secret.ts";

type Keeper = Pick<AccordNode, "store" | "ledger" | "context" | "nowMilliseconds" | "config">;

/** A password that waits for the first code of the authenticator app it belongs with. */
export interface PasswordChoice {
  readonly invitation: string;
  readonly hash: string;
  readonly totp: Uint8Array;
}

/**
 * Whose invitation it is.
 * @throws AccordError `sign_in.invitation_invalid`
 */
export async function invited(node: Keeper, invitation: string): Promise<StaffAccount> {
  const found = await findInvitation(node.store, secretDigest(invitation));
  const account = found === undefined ? undefined : await findStaffAccount(node.store, { id: found.staff });
  if (
    found === undefined ||
    account?.status !== "invited" ||
    node.nowMilliseconds() >= Date.parse(found.endsAt)
  ) {
    throw invitationInvalid();
  }
  return account;
}

/** Step one: a password, for which an authenticator app's secret is answered, shown this once. */
export async function choosePassword(
  node: Keeper,
  pending: Pending<PasswordChoice>,
  given: { readonly invitation: string; readonly password: string },
): Promise<{ readonly choice: string; readonly address: string }> {
  const account = await invited(node, given.invitation);
  const hash = await passwordHash(given.password, account.login);
  const totp = newTotpSecret();
  return {
    choice: pending.begin({ invitation: given.invitation, hash, totp }),
    address: totpAddress(totp, account.login, `Accord ${node.config.agency.name}`),
  };
}

/**
 * Step two: the app's first code shows that it holds the secret; the account can sign in from now on.
 * @throws AccordError `sign_in.code_wrong`
 */
export async function confirmPassword(
  node: Keeper,
  pending: Pending<PasswordChoice>,
  given: { readonly choice: string; readonly code: string },
): Promise<StaffAccount> {
  const chosen = pending.take(given.choice);
  if (chosen === undefined) throw invitationInvalid();
  const account = await invited(node, chosen.invitation);
  const step = stepOfCode(chosen.totp, given.code, node.nowMilliseconds(), undefined);
  if (step === undefined) {
    throw new AccordError("sign_in.code_wrong", "the code is not the one that the app shows now", {
      where: "code",
      remedy: "Check the clock of the device, and begin with the invitation again.",
    });
  }
  await accept(node, chosen.invitation, account.id, (session) =>
    saveCredentials(session, account.id, {
      password: chosen.hash,
      totp: chosen.totp,
      totpStep: step,
      failures: 0,
    }),
  );
  return account;
}

/** Uses the invitation up: a second attempt with it, also at the same moment, is refused. */
export async function accept(
  node: Keeper,
  invitation: string,
  account: string,
  keep: (session: Session) => Promise<unknown>,
): Promise<void> {
  await node.store.transaction(async (session) => {
    const digest = secretDigest(invitation);
    if ((await findInvitation(session, digest))?.staff !== account) throw invitationInvalid();
    await dropInvitation(session, digest);
    await keep(session);
    await credentialsKept(node, session, account);
  });
}

const invitationInvalid = () =>
  new AccordError("sign_in.invitation_invalid", "the invitation is not one that stands", {
    where: "invitation",
    remedy:
      "It serves once, within three days; an administrator gives a new one with `accord staff recover`.",
  });
