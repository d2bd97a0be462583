import type { KeyObject } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { FlattenedSign, flattenedVerify } from "jose";
import { z } from "zod";
import { PartyId } from "../schema/party.ts";
import type { SignatoryKey, SigningKey } from "../schema/signatory.ts";
import { type PrivateSigningKey, privateSigningKey, publicSigningKey } from "./key.ts";
import type { PartyKey } from "./party-keys.ts";
import { verifyPasskey } from "./passkey.ts";
import type { JwsSignature, SignedStatement } from "./signed.ts";

/**
 * The header that is signed: strict, so that no `crit`, `jwk`, `b64` or other instruction can ride in it. `webauthn` is
 * our own word for a signature that an authenticator made over a hash of the signing input.
 */
const ProtectedHeader = z.strictObject({
  alg: z.enum(["EdDSA", "ES256", "webauthn"]),
  kid: z.string(),
  typ: z.string(),
  party: PartyId,
  iat: z.int().min(0),
});
export type ProtectedHeader = z.infer<typeof ProtectedHeader>;

export interface Signer {
  readonly party: string;
  readonly privateKey: PrivateSigningKey | KeyObject;
  /** When it is signed, ISO 8601 in UTC. */
  readonly at: string;
}

/** The protected header of a signature that is to be made, in base64url. @throws AccordError `agreement.time_malformed` */
export function protectedHeader(header: Omit<ProtectedHeader, "iat">, at: string): string {
  return Buffer.from(JSON.stringify({ ...header, iat: secondsOf(at) })).toString("base64url");
}

export const algorithmOf = (key: SignatoryKey): "EdDSA" | "ES256" => (key.kty === "OKP" ? "EdDSA" : "ES256");

export async function signBytes(payload: Uint8Array, typ: string, signer: Signer): Promise<SignedStatement> {
  const header: ProtectedHeader = {
    alg: "EdDSA",
    kid: publicSigningKey(signer.privateKey).kid,
    typ,
    party: signer.party,
    iat: secondsOf(signer.at),
  };
  const jws = await new FlattenedSign(payload)
    .setProtectedHeader({ ...header })
    .sign({ ...privateSigningKey(signer.privateKey), alg: "EdDSA" });
  return { payload: jws.payload, protected: jws.protected ?? "", signature: jws.signature };
}

/** Reads a protected header without believing it: who it says has signed, to choose the key to verify with. */
export function claimedHeader(encoded: string, typ: string): ProtectedHeader {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"));
  } catch {
    value = undefined;
  }
  const parsed = ProtectedHeader.safeParse(value);
  if (!parsed.success || parsed.data.typ !== typ) {
    throw new AccordError(
      "agreement.signature_malformed",
      "A signature's protected header is not the agreed one.",
      {
        where: "signatures",
        remedy: `It must have exactly alg, kid, typ ${typ}, party and iat.`,
      },
    );
  }
  return parsed.data;
}

/**
 * Verifies one party's statement alone against its node's key. jose's generalVerify is not used: it is content with any
 * one valid signature of several.
 * @throws AccordError `agreement.key_mismatch` where the header names another key, `agreement.signature_invalid`.
 */
export async function verifyBytes(jws: SignedStatement, typ: string, key: SigningKey): Promise<Uint8Array> {
  const header = claimedHeader(jws.protected, typ);
  if (header.kid !== key.kid) throw keyMismatch(header.party);
  const payload = header.alg === "EdDSA" ? await verifiedPayload(jws, key) : undefined;
  if (payload === undefined) throw signatureInvalid(header.party);
  return payload;
}

/**
 * Verifies one signature of an agreement alone against one key, in the way that the key signs.
 * @throws AccordError `agreement.key_mismatch`, `agreement.signature_invalid`.
 */
export async function verifySignature(
  payload: string,
  signature: JwsSignature,
  typ: string,
  { key, kind, passkey }: PartyKey,
): Promise<void> {
  const header = claimedHeader(signature.protected, typ);
  if (header.kid !== key.kid) throw keyMismatch(header.party);
  const { webauthn } = signature;
  const asItSigns = kind === "passkey" ? "webauthn" : algorithmOf(key);
  let valid = false;
  if (header.alg === asItSigns && (kind === "passkey") === (webauthn !== undefined)) {
    valid =
      passkey !== undefined && webauthn !== undefined
        ? verifyPasskey(
            `${signature.protected}.${payload}`,
            webauthn,
            Buffer.from(signature.signature, "base64url"),
            key,
            passkey,
          )
        : (await verifiedPayload(
            { payload, protected: signature.protected, signature: signature.signature },
            key,
          )) !== undefined;
  }
  if (!valid) throw signatureInvalid(header.party);
}

async function verifiedPayload(jws: SignedStatement, key: SignatoryKey): Promise<Uint8Array | undefined> {
  const alg = algorithmOf(key);
  try {
    return (await flattenedVerify(jws, { ...key, alg }, { algorithms: [alg] })).payload;
  } catch {
    return undefined; // jose says in one way or another that it does not verify
  }
}

function secondsOf(at: string): number {
  const milliseconds = Date.parse(at);
  if (!Number.isNaN(milliseconds)) return Math.floor(milliseconds / 1000);
  throw new AccordError("agreement.time_malformed", "The time of signing is not ISO 8601.", { where: "at" });
}

function keyMismatch(party: string): AccordError {
  return new AccordError("agreement.key_mismatch", `The signature of ${party} names another key.`, {
    where: `signatures.${party}`,
    remedy: "Confirm the partner's key fingerprint out of band and pin it, or refuse the document.",
  });
}

function signatureInvalid(party: string): AccordError {
  return new AccordError("agreement.signature_invalid", `The signature of ${party} does not verify.`, {
    where: `signatures.${party}`,
    remedy: "The document or the signature was altered, or another key signed: refuse it and ask the party.",
  });
}
