import { generateKeyPairSync } from "node:crypto";
import { AccordError } from "@accord/vocabulary";
import { SigningKey } from "../schema/party.ts";
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
 * The public key, named by its thumbprint, of a public or private Ed25519 JWK.
 * @throws AccordError `agreement.key_malformed` where it is no such key.
 */
export function publicSigningKey(jwk: {
  readonly x?: string | undefined;
  readonly kty?: unknown;
}): SigningKey {
  const members = { kty: "OKP", crv: "Ed25519", x: jwk.x ?? "" } as const;
  const parsed = SigningKey.safeParse({ ...members, kid: thumbprint(members) });
  if (!parsed.success || jwk.kty !== "OKP") {
    throw new AccordError("agreement.key_malformed", "The key is not an Ed25519 key in JWK form.", {
      remedy: "Give an OKP key with crv Ed25519, as `accord init` writes it.",
    });
  }
  return parsed.data;
}
