import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { AccordError } from "@accord/vocabulary";
import { calculateJwkThumbprint } from "jose";
import type { ApiClient } from "../api-client.ts";
import type { Standing } from "./agreement-document.ts";

/**
 * Signs with a private key that the node never sees: the node says what is to be signed, the key signs it here.
 * @throws AccordError `agreement.key_malformed`
 */
export async function signedByKey(
  client: ApiClient,
  digest: string,
  file: string,
): Promise<{ standing: Standing; sentToPartner: boolean }> {
  const key = await privateKeyIn(file);
  const { kty, crv, x, y } = createPublicKey(key).export({ format: "jwk" });
  const kid = await calculateJwkThumbprint(
    kty === "EC"
      ? { kty, crv: crv ?? "", x: x ?? "", y: y ?? "" }
      : { kty: kty ?? "", crv: crv ?? "", x: x ?? "" },
  );
  const path = `/api/agreements/${encodeURIComponent(digest)}`;
  const request = await client.post<{ protected: string; signingInput: string }>(
    `${path}/signature-request`,
    {
      kid,
    },
  );
  const signature = sign(
    key.asymmetricKeyType === "ec" ? "sha256" : null,
    Buffer.from(request.signingInput, "ascii"),
    // RFC 7518 section 3.4: r and s side by side.
    { key, dsaEncoding: "ieee-p1363" },
  ).toString("base64url");
  return client.post(`${path}/signatures`, { protected: request.protected, signature });
}

async function privateKeyIn(file: string): Promise<KeyObject> {
  try {
    const key = JSON.parse(await readFile(file, "utf8")) as JsonWebKey;
    return createPrivateKey({ key, format: "jwk" });
  } catch {
    // What the parser says could quote the key.
    throw new AccordError("agreement.key_malformed", "The file is no private key.", {
      where: file,
      remedy: "Give an Ed25519 or P-256 key as a JWK with its private part.",
    });
  }
}
