/**
 * Verifies an assertion of a passkey over an agreement: Web Authentication Level 3, section 7.2, the steps that do not
 * need a session. The challenge is SHA-256 of the JWS signing input (RFC 7515 section 5.1), so that what the
 * authenticator signs is this payload, this party, this key and this time, and nothing else. The counter is not kept: a
 * signature is made once for a document, and repeating it changes nothing.
 */
import { createHash, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { z } from "zod";
import type { SignatoryKey } from "../schema/signatory.ts";
import type { PasskeyAssertion } from "./signed.ts";

const ClientData = z.object({
  type: z.literal("webauthn.get"),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.literal(false).optional(),
});

/** RP ID hash (32), flags (1), counter (4); extensions may follow (section 6.1). */
const AUTHENTICATOR_DATA_BYTES = 37;
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

export interface PasskeyTerms {
  readonly relyingParty: string;
  readonly origins: readonly string[];
}

/** The challenge that a passkey must sign for this JWS signing input: 32 bytes. */
export function passkeyChallenge(signingInput: string): Uint8Array {
  return createHash("sha256").update(signingInput, "ascii").digest();
}

/** True where the assertion is one of this key, over this signing input, on these pages, with the user verified. */
export function verifyPasskey(
  signingInput: string,
  assertion: PasskeyAssertion,
  signature: Uint8Array,
  key: SignatoryKey,
  terms: PasskeyTerms,
): boolean {
  const clientDataJson = Buffer.from(assertion.clientDataJSON, "base64url");
  const authenticatorData = Buffer.from(assertion.authenticatorData, "base64url");
  const clientData = ClientData.safeParse(jsonOf(clientDataJson));
  if (!clientData.success || !terms.origins.includes(clientData.data.origin)) return false;
  const challenge = Buffer.from(clientData.data.challenge, "base64url");
  if (!equal(challenge, passkeyChallenge(signingInput))) return false;
  if (authenticatorData.length < AUTHENTICATOR_DATA_BYTES) return false;
  const relyingParty = createHash("sha256").update(terms.relyingParty).digest();
  if (!equal(authenticatorData.subarray(0, 32), relyingParty)) return false;
  const flags = authenticatorData[32] ?? 0;
  if ((flags & USER_PRESENT) === 0 || (flags & USER_VERIFIED) === 0) return false;
  const signed = Buffer.concat([authenticatorData, createHash("sha256").update(clientDataJson).digest()]);
  try {
    // Authenticators give ECDSA signatures in ASN.1 DER (section 6.5.5), where a JWS has r and s side by side.
    return verify(
      key.kty === "EC" ? "sha256" : null,
      signed,
      createPublicKey({ key: { ...key }, format: "jwk" }),
      signature,
    );
  } catch {
    return false; // a signature of no possible shape
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
