import { findStaffAccount, passkeysOf, type Session, type StaffAccount, savePasskey } from "@accord/registry";
import { AccordError } from "@accord/vocabulary";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { Pending } from "./pending.ts";
import { loginOf, signInRefused } from "./with-password.ts";

/** Loaded when a passkey is first used: it takes a tenth of a second, and every command of the command line opens the API. */
const webAuthn = () => import("@simplewebauthn/server");

/** As whom the node appears to browsers: the host that passkeys are bound to, and the origin they must come from. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
  readonly name: string;
}

export interface Challenge {
  readonly staff: string;
  readonly challenge: string;
}

/** Step one of keeping a passkey for an account. */
export async function askForPasskey(
  store: Session,
  party: RelyingParty,
  pending: Pending<Challenge>,
  account: StaffAccount,
): Promise<{ challenge: string; options: PublicKeyCredentialCreationOptionsJSON }> {
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userID: Uint8Array.from(Buffer.from(account.id)),
    userName: account.login,
    userDisplayName: account.name,
    attestationType: "none",
    excludeCredentials: (await passkeysOf(store, account.id)).map(({ id }) => ({ id })),
    // The device must know its holder (PIN, finger or face): a passkey then is two factors.
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  return { challenge: pending.begin({ staff: account.id, challenge: options.challenge }), options };
}

/**
 * Step two: what keeps it, once the answer has been checked.
 * @throws AccordError `sign_in.passkey_invalid`
 */
export async function keepPasskey(
  party: RelyingParty,
  pending: Pending<Challenge>,
  given: {
    readonly challenge: string;
    readonly response: RegistrationResponseJSON;
    readonly staff: string;
    readonly at: string;
  },
): Promise<(session: Session) => Promise<void>> {
  const asked = pending.take(given.challenge);
  const { verifyRegistrationResponse } = await webAuthn();
  const verified =
    asked?.staff !== given.staff
      ? undefined
      : await verifyRegistrationResponse({
          response: given.response,
          expectedChallenge: asked.challenge,
          expectedOrigin: party.origin,
          expectedRPID: party.id,
          requireUserVerification: true,
        }).catch(() => undefined);
  if (verified?.verified !== true || verified.registrationInfo === undefined) {
    throw new AccordError("sign_in.passkey_invalid", "the passkey's answer does not fit what was asked", {
      remedy: "Begin again, at the address under which staff reach the node.",
    });
  }
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
  const { staff, at } = given;
  return (session) =>
    savePasskey(session, { id, staff, publicKey, counter, transports: transports ?? [], addedAt: at });
}

/** Step one of signing in. Answers alike where there is no such account. */
export async function challengePasskey(
  store: Session,
  party: RelyingParty,
  pending: Pending<Challenge>,
  login: string,
): Promise<{ challenge: string; options: PublicKeyCredentialRequestOptionsJSON }> {
  const account = await findStaffAccount(store, { login: loginOf(login) });
  const passkeys = account === undefined ? [] : await passkeysOf(store, account.id);
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: "required",
    // With none listed the device offers those it holds itself for this host.
    allowCredentials: passkeys.map(({ id }) => ({ id })),
  });
  return {
    challenge: pending.begin({ staff: account?.id ?? "", challenge: options.challenge }),
    options,
  };
}

/**
 * Step two: who signed the challenge.
 * @throws AccordError `sign_in.refused`
 */
export async function signInWithPasskey(
  store: Session,
  party: RelyingParty,
  pending: Pending<Challenge>,
  given: { readonly challenge: string; readonly response: AuthenticationResponseJSON },
): Promise<StaffAccount> {
  const asked = pending.take(given.challenge);
  const account =
    asked === undefined || asked.staff === ""
      ? undefined
      : await findStaffAccount(store, { id: asked.staff });
  const passkey =
    account === undefined
      ? undefined
      : (await passkeysOf(store, account.id)).find(({ id }) => id === given.response.id);
  if (asked === undefined || account?.status !== "active" || passkey === undefined) throw signInRefused();
  const { verifyAuthenticationResponse } = await webAuthn();
  const verified = await verifyAuthenticationResponse({
    response: given.response,
    expectedChallenge: asked.challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: passkey.id,
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: passkey.counter,
    },
  }).catch(() => undefined); // a counter that went back, a wrong origin or signature: all are one refusal
  if (verified?.verified !== true) throw signInRefused();
  await savePasskey(store, { ...passkey, counter: verified.authenticationInfo.newCounter });
  return account;
}
