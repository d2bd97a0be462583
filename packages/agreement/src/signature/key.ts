import { generateKeyPairSync, KeyObject } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { SigningKey } from "../schema/signatory.ts";
import { thumbprint } from "../schema/thumbprint.ts";

/** A private Ed25519 key as a JWK (RFC 8037). */
export interface PrivateSigningKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly d: string;
}

/** The keys that a node has pinned, by party id: each confirmed with the party out of band. */
export type PinnedKeys = Readonly<Record<string, SigningKey>>;

/** A new Ed25519 key pair from the system's randomness. */
export function generateSigningKey(): { publicKey: SigningKey; privateKey: PrivateSigningKey } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { x, d } = privateKey.export({ format: "jwk" });
  const jwk = { kty: "OKP", crv: "Ed25519", x: x ?? "", d: d ?? "" } as const;
  return { publicKey: publicSigningKey(jwk), privateKey: jwk };
}

/**
 * The public key, named by its thumbprint, of a public or private Ed25519 key.
 * @throws AccordError `agreement.key_malformed` where it is no such key.
 */
export function publicSigningKey(
  key: KeyObject | Readonly<Record<string, unknown>> | PrivateSigningKey,
): SigningKey {
  const { kty, crv, x } = exported(key);
  const members = { kty: String(kty), crv: String(crv), x: String(x) };
  const parsed = SigningKey.safeParse({ ...members, kid: thumbprint(members) });
  if (!parsed.success) throw malformed();
  return parsed.data;
}

/** The private key as the JWK that jose signs with. @throws AccordError `agreement.key_malformed`. */
export function privateSigningKey(key: KeyObject | PrivateSigningKey): PrivateSigningKey {
  const { d } = exported(key);
  if (typeof d !== "string") throw malformed();
  const { kty, crv, x } = publicSigningKey(key);
  return { kty, crv, x, d };
}

function exported(key: KeyObject | object): { kty?: unknown; crv?: unknown; x?: unknown; d?: unknown } {
  if (!(key instanceof KeyObject)) return key;
  if (key.type === "secret") throw malformed();
  return key.export({ format: "jwk" });
}

function malformed(): AccordError {
  return new AccordError("agreement.key_malformed", "The key is not an Ed25519 key.", {
    where: "signingKey",
    remedy: "Give an OKP key with crv Ed25519, as `accord init` writes it.",
  });
}
