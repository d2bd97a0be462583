import { AccordError } from "@accord/vocabulary";
import { HOTP, TOTP, URI } from "otpauth";
import { READING_PURPOSES } from "../access/purpose.ts";
import { ROLE_NAMES, type Role } from "../access/role.ts";
import type { ApiClient } from "../api-client.ts";

/** An account with all that is needed to sign in to it: made for the demo and for tests, never for people. */
export interface KnownAccount {
  readonly id: string;
  readonly login: string;
  readonly password: string;
  /** The address that an authenticator app would hold. */
  readonly codes: string;
  readonly roles: readonly Role[];
}

export interface NewKnownAccount {
  readonly login: string;
  readonly roles: readonly Role[];
  readonly sites?: readonly string[];
  readonly purposes?: readonly string[];
}

export const DEMO_PASSWORD = "seven tall acacia trees";
const PERIOD_MILLISECONDS = 30_000;

/** Adds an account and takes its invitation up, as an administrator and then the person would. */
export async function addKnownAccount(
  client: ApiClient,
  { login, roles, sites = ["*"], purposes = ["*"] }: NewKnownAccount,
  nowMilliseconds: number,
): Promise<KnownAccount> {
  const { account, invitation } = await client.post<{ account: { id: string }; invitation: string }>(
    "/api/staff",
    { login, name: login, roles, sites, purposes },
  );
  const codes = await takeUp(client, invitation, nowMilliseconds);
  return { id: account.id, login, password: DEMO_PASSWORD, codes, roles };
}

/** Takes an invitation up with the known password; answers the address of its codes. */
export async function takeUp(
  client: ApiClient,
  invitation: string,
  nowMilliseconds: number,
): Promise<string> {
  const { choice, address } = await client.post<{ choice: string; address: string }>(
    "/api/invitation/password",
    { invitation, password: DEMO_PASSWORD },
  );
  await client.post("/api/invitation/code", { choice, code: codeOf(address, nowMilliseconds) });
  return address;
}

/** The code of a moment. */
export function codeOf(address: string, nowMilliseconds: number): string {
  const parsed = URI.parse(address);
  if (parsed instanceof HOTP || !(parsed instanceof TOTP)) throw new TypeError("codes by time are expected");
  return parsed.generate({ timestamp: nowMilliseconds });
}

/** A session's token. With the code of the next period, since that of this one has served for the invitation. */
export async function tokenOf(
  client: ApiClient,
  { login, password, codes }: KnownAccount,
  nowMilliseconds: number,
): Promise<string> {
  const { token } = await client.post<{ token: string }>("/api/sign-in/password", {
    login,
    password,
    code: codeOf(codes, nowMilliseconds + PERIOD_MILLISECONDS),
    keep: "token",
  });
  return token;
}

/** One account for each role, and a second administrator and signatory, whom four eyes need. */
export async function addDemoStaff(client: ApiClient, agency: string): Promise<readonly KnownAccount[]> {
  const accounts: KnownAccount[] = [];
  const wanted: NewKnownAccount[] = [
    ...ROLE_NAMES.map((role) => ({ login: loginOf(role), roles: [role] })),
    { login: "administrator-2", roles: ["administrator"] },
    { login: "signatory-2", roles: ["signatory"] },
  ];
  for (const each of wanted) {
    const [site] = each.login === "enumerator" ? (SITES[agency] ?? []) : [];
    accounts.push(
      await addKnownAccount(
        client,
        { ...each, sites: [site ?? "*"], purposes: READING_PURPOSES },
        Date.now(),
      ),
    );
  }
  return accounts;
}

/** Of each agency one enumerator who sees a single state, to show that the others' persons are not there. */
const SITES: Readonly<Record<string, readonly string[]>> = { iom: ["SS03"], wfp: ["SS07"] };

export const loginOf = (role: Role): string =>
  role.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * The client of somebody with a colleague at hand: what needs a second pair of eyes the colleague approves at once, so
 * that it is done when it is asked again.
 */
export function withColleague(client: ApiClient, colleague: ApiClient): ApiClient {
  return {
    ...client,
    post: async (path, body) => {
      try {
        return await client.post(path, body);
      } catch (error) {
        if (!(error instanceof AccordError) || error.code !== "approval.waits") throw error;
        await colleague.post(`/api/approvals/${error.where}/approve`);
        return client.post(path, body);
      }
    },
  };
}
