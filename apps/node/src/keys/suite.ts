import { createHash } from "node:crypto";
import { KEM_MLKEM768_X25519, KEM_MLKEM1024_P384 } from "@panva/hpke-noble";
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KDF_HKDF_SHA384 } from "hpke";

/*
 * Suites under which messages and archives are sealed: HPKE (RFC 9180) with a key encapsulation that joins a classical
 * curve and ML-KEM (FIPS 203), so that what is recorded today stays closed unless both are broken. The first is preferred.
 * A suite is retired by moving it down; its entry stays, so that what was sealed with it still opens.
 */
const SUITES = {
  /** X-Wing (draft-connolly-cfrg-xwing-kem): X25519 and ML-KEM-768. */
  "xwing-hkdfsha256-aes256gcm": new CipherSuite(KEM_MLKEM768_X25519, KDF_HKDF_SHA256, AEAD_AES_256_GCM),
  /** P-384 and ML-KEM-1024 (draft-ietf-hpke-pq). */
  "mlkem1024p384-hkdfsha384-aes256gcm": new CipherSuite(
    KEM_MLKEM1024_P384,
    KDF_HKDF_SHA384,
    AEAD_AES_256_GCM,
  ),
} as const;

export type SuiteId = keyof typeof SUITES;

/** Every suite that this software opens, the preferred first. */
export const SUITE_IDS = Object.keys(SUITES) as readonly SuiteId[];

export const isSuiteId = (id: string): id is SuiteId => Object.hasOwn(SUITES, id);

/** A key of one suite as bytes; `kid` names it by suite and public key. */
export interface SuiteKey {
  readonly suite: SuiteId;
  readonly kid: string;
  readonly publicKey: Uint8Array;
}

export interface SuiteKeyPair extends SuiteKey {
  readonly privateKey: Uint8Array;
}

export interface SealedBytes {
  /** The encapsulated secret. */
  readonly encapsulated: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export async function newSuiteKey(suite: SuiteId): Promise<SuiteKeyPair> {
  const made = await SUITES[suite].GenerateKeyPair(true);
  const publicKey = await SUITES[suite].SerializePublicKey(made.publicKey);
  const privateKey = await SUITES[suite].SerializePrivateKey(made.privateKey);
  return { suite, kid: suiteKeyId(suite, publicKey), publicKey, privateKey };
}

/** SHA-256 over suite and public key, in base64url. */
export function suiteKeyId(suite: SuiteId, publicKey: Uint8Array): string {
  return createHash("sha256").update(`${suite}\n`).update(publicKey).digest("base64url");
}

/** Seals bytes to a public key; `info` says what for, and opens only with the same. */
export async function sealTo(key: SuiteKey, plain: Uint8Array, info: string): Promise<SealedBytes> {
  const suite = SUITES[key.suite];
  const sealed = await suite.Seal(await suite.DeserializePublicKey(key.publicKey), plain, {
    info: Buffer.from(info),
  });
  return { encapsulated: sealed.encapsulatedSecret, ciphertext: sealed.ciphertext };
}

/** @throws where the key, the info or a byte is another than was sealed */
export async function openWith(
  key: { readonly suite: SuiteId; readonly privateKey: Uint8Array },
  { encapsulated, ciphertext }: SealedBytes,
  info: string,
): Promise<Uint8Array> {
  const suite = SUITES[key.suite];
  return suite.Open(await suite.DeserializePrivateKey(key.privateKey), encapsulated, ciphertext, {
    info: Buffer.from(info),
  });
}

/** Length of an encapsulated secret, in bytes (Nenc of RFC 9180 section 4). */
export const encapsulatedBytes = (suite: SuiteId): number => SUITES[suite].KEM.Nenc;
