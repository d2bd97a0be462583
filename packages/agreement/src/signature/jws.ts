import type { KeyObject } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { FlattenedSign, flattenedVerify } from "jose";
import { z } from "zod";
import { PartyId, type SigningKey } from "../schema/party.ts";
import { type PrivateSigningKey, privateSigningKey, publicSigningKey } from "./key.ts";
import type { SignedStatement } from "./signed.ts";

/** The header that is signed: strict, so that no `crit`, `jwk`, `b64` or other instruction can ride in it. */
const ProtectedHeader = z.strictObject({
  alg: z.literal("EdDSA"),
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

export async function signBytes(payload: Uint8Array, typ: string, signer: Signer): Promise<SignedStatement> {
  const milliseconds = Date.parse(signer.at);
  if (Number.isNaN(milliseconds)) {
    throw new AccordError("agreement.time_malformed", "The time of signing is not ISO 8601.", {
      where: "at",
    });
  }
  const header: ProtectedHeader = {
    alg: "EdDSA",
    kid: publicSigningKey(signer.privateKey).kid,
    typ,
    party: signer.party,
    iat: Math.floor(milliseconds / 1000),
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
        remedy: `It must have exactly alg EdDSA, kid, typ ${typ}, party and iat.`,
      },
    );
  }
  return parsed.data;
}

/**
 * Verifies one signature alone against one key. jose's generalVerify is not used: it is content with any one valid
 * signature of several.
 * @throws AccordError `agreement.key_mismatch` where the header names another key, `agreement.signature_invalid`.
 */
export async function verifyBytes(jws: SignedStatement, typ: string, key: SigningKey): Promise<Uint8Array> {
  const header = claimedHeader(jws.protected, typ);
  if (header.kid !== key.kid) {
    throw new AccordError("agreement.key_mismatch", `The signature of ${header.party} names another key.`, {
      where: `signatures.${header.party}`,
      remedy: "Confirm the partner's key fingerprint out of band and pin it, or refuse the document.",
    });
  }
  try {
    const { payload } = await flattenedVerify(jws, { ...key, alg: "EdDSA" }, { algorithms: ["EdDSA"] });
    return payload;
  } catch {
    throw new AccordError(
      "agreement.signature_invalid",
      `The signature of ${header.party} does not verify.`,
      {
        where: `signatures.${header.party}`,
        remedy:
          "The document or the signature was altered, or another key signed: refuse it and ask the party.",
      },
    );
  }
}
