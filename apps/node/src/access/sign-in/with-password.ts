import {
  findStaffAccount,
  readCredentials,
  type Session,
  type StaffAccount,
  saveCredentials,
} from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import { stepOfCode } from "./one-time-code.ts";
import { passwordIs } from "./password.ts";

const FREE_FAILURES = 4;
const LONGEST_HOLD_MINUTES = 60;

/** Minutes that an account is held after so many failures in a row: 1 after five, then twice as long each time, an hour at most. */
export const holdMinutes = (failures: number): number =>
  failures <= FREE_FAILURES ? 0 : Math.min(LONGEST_HOLD_MINUTES, 2 ** (failures - FREE_FAILURES - 1));

/**
 * Whose login, password and one-time code these are. One answer for whatever is wrong, and one time: it does not tell
 * whether there is such an account, nor which of the three is wrong. A held account is not looked at.
 * @throws AccordError `sign_in.refused`
 */
export async function signInWithPassword(
  store: Session,
  given: { readonly login: string; readonly password: string; readonly code: string },
  now: number,
): Promise<StaffAccount> {
  const account = await findStaffAccount(store, { login: loginOf(given.login) });
  const credentials = account === undefined ? undefined : await readCredentials(store, account.id);
  const right = await passwordIs(given.password, credentials?.password);
  if (account === undefined || credentials === undefined) throw signInRefused();
  const { heldUntil } = credentials;
  if (heldUntil !== undefined && now < Date.parse(heldUntil)) throw signInRefused();
  const step =
    credentials.totp === undefined
      ? undefined
      : stepOfCode(credentials.totp, given.code, now, credentials.totpStep);
  if (!right || step === undefined || account.status !== "active") {
    await noteFailure(store, account.id, now);
    throw signInRefused();
  }
  // In one transaction with the check of the step: of two requests with one code, one is refused.
  await store.transaction(async (session) => {
    const latest = await readCredentials(session, account.id);
    if (latest?.totpStep !== undefined && latest.totpStep >= step) throw signInRefused();
    await saveCredentials(session, account.id, { totpStep: step, failures: 0, heldUntil: undefined });
  });
  return account;
}

async function noteFailure(store: Session, id: string, now: number): Promise<void> {
  await store.transaction(async (session) => {
    const failures = ((await readCredentials(session, id))?.failures ?? 0) + 1;
    const minutes = holdMinutes(failures);
    await saveCredentials(session, id, {
      failures,
      ...(minutes === 0 ? {} : { heldUntil: new Date(now + minutes * 60_000).toISOString() }),
    });
  });
}

export const loginOf = (typed: string): string => typed.trim().normalize("NFKC").toLowerCase();

export const signInRefused = (): AccordError =>
  new AccordError("sign_in.refused", "the sign-in is refused", {
    remedy:
      "Check login, password and code; each code serves once. After five failures in a row the account is held for a minute and then longer; an administrator can tell whether it is locked.",
  });
