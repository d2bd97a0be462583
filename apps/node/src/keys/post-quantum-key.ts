import { createHmac, type KeyObject } from "node:crypto";
import { mlDsa44Key, type SecretKey } from "@accord/ledger";
import type { KeyPair } from "./node-keys.ts";

const POST_QUANTUM_CONTEXT = "accord/ml-dsa-44/1";
/** Made once for each key, since making one takes milliseconds; gone with the key that it was made from. */
const made = new WeakMap<KeyObject, SecretKey>();

/**
 * The ML-DSA-44 key beside an Ed25519 key: made from its seed. Breaking Ed25519 gives its scalar, which is a hash of the
 * seed and leads neither back to it nor to this key.
 */
export function postQuantumKey(pair: KeyPair): SecretKey {
  const known = made.get(pair.private);
  if (known !== undefined) return known;
  const seed = Buffer.from(pair.private.export({ format: "jwk" }).d ?? "", "base64url");
  const key = mlDsa44Key(createHmac("sha256", seed).update(POST_QUANTUM_CONTEXT).digest());
  made.set(pair.private, key);
  return key;
}
