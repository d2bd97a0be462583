import { Problem } from "../../api/problem.ts";

/** What the node answers when it challenges: its own name of the challenge, and WebAuthn's options as JSON. */
interface Challenged {
  readonly challenge: string;
  readonly options: { readonly challenge: string };
}

export const passkeysHere = (): boolean =>
  typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

const cancelled = () =>
  new Problem(400, { code: "console.passkey_cancelled", message: "the passkey was not given" });

/** Has the device answer a sign-in's challenge (WebAuthn Level 3, 5.1.9 and 5.1.10). */
export async function answerChallenge(told: unknown): Promise<{ challenge: string; response: unknown }> {
  const { challenge, options } = told as Challenged;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never);
  const credential = await navigator.credentials.get({ publicKey }).catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) throw cancelled();
  return { challenge, response: credential.toJSON() };
}

/** Has the device make a passkey for an account. */
export async function makePasskey(told: unknown): Promise<{ challenge: string; response: unknown }> {
  const { challenge, options } = told as Challenged;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never);
  const credential = await navigator.credentials.create({ publicKey }).catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) throw cancelled();
  return { challenge, response: credential.toJSON() };
}
