import { ed25519 } from "@noble/curves/ed25519.js";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";

/**
 * A key that signs, wherever it is kept: in memory, or in hardware that is only asked for signatures. `sign` gives the
 * bare signature of the message.
 */
export interface SecretKey {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** @param seed 32 secret bytes (RFC 8032, 5.1.5) */
export function ed25519Key(seed: Uint8Array): SecretKey {
  return { publicKey: ed25519.getPublicKey(seed), sign: (message) => ed25519.sign(message, seed) };
}

/** @param seed 32 secret bytes (FIPS 204, algorithm 6) */
export function mlDsa44Key(seed: Uint8Array): SecretKey {
  const { publicKey, secretKey } = ml_dsa44.keygen(seed);
  return { publicKey, sign: (message) => ml_dsa44.sign(message, secretKey) };
}
