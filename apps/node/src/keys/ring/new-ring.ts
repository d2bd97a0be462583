import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { calculateJwkThumbprint } from "jose";
import { certificateFingerprint, selfSignedCertificate } from "../certificate.ts";
import { newSuiteKey, SUITE_IDS, type SuiteId } from "../suite.ts";
import type { KeyState, Purpose, Ring, RingCertificate, RingJwk, RingSecret, RingSuiteKey } from "./ring.ts";

/** A ring with one current key for each purpose (one for each suite, of the encryption keys). `at` is ISO 8601 in UTC. */
export async function newRing(agency: string, at: string): Promise<Ring> {
  const made = async <P extends Purpose>(purpose: P) => newKeys(purpose, agency, at, "current");
  return {
    version: 2,
    serial: 1,
    signing: await made("signing"),
    encryption: await made("encryption"),
    hashing: await made("hashing"),
    ledger: await made("ledger"),
    witness: await made("witness"),
    tls: await made("tls"),
    wrapping: await made("wrapping"),
    pseudonym: randomBytes(32).toString("base64url"),
  };
}

/** New keys of one purpose. */
export async function newKeys<P extends Purpose>(
  purpose: P,
  agency: string,
  at: string,
  state: KeyState,
): Promise<Ring[P]> {
  const life = { state, createdAt: at };
  switch (purpose as Purpose) {
    case "signing":
    case "ledger":
    case "witness":
      return [await newJwk("ed25519", life)] as Ring[P];
    case "hashing":
      return [await newJwk("x25519", life)] as Ring[P];
    case "encryption":
      return (await Promise.all(SUITE_IDS.map((suite) => newEncryptionKey(suite, life)))) as Ring[P];
    case "tls":
      return [await newCertificate(agency, life)] as Ring[P];
    case "wrapping":
      return [newSecret(life)] as Ring[P];
  }
}

interface Life {
  readonly state: KeyState;
  readonly createdAt: string;
}

async function newJwk(type: "ed25519" | "x25519", life: Life): Promise<RingJwk> {
  const { privateKey } = type === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("x25519");
  const { x = "", d = "" } = privateKey.export({ format: "jwk" });
  const jwk = { kty: "OKP", crv: type === "ed25519" ? "Ed25519" : "X25519", x, d } as const;
  return { id: await calculateJwkThumbprint(jwk), ...life, ...jwk };
}

async function newEncryptionKey(suite: SuiteId, life: Life): Promise<RingSuiteKey> {
  const { kid, publicKey, privateKey } = await newSuiteKey(suite);
  return {
    id: kid,
    ...life,
    suite,
    publicKey: Buffer.from(publicKey).toString("base64url"),
    privateKey: Buffer.from(privateKey).toString("base64url"),
  };
}

async function newCertificate(agency: string, life: Life): Promise<RingCertificate> {
  const { key, certificate } = await selfSignedCertificate(agency);
  return { id: certificateFingerprint(certificate), ...life, certificate, key };
}

function newSecret(life: Life): RingSecret {
  const key = randomBytes(32);
  // The name says nothing of the key: it is a hash of it under another label than any use of it.
  const id = createHash("sha256").update("accord wrapping key id\n").update(key).digest("hex").slice(0, 32);
  return { id, ...life, key: key.toString("base64url") };
}
