import sodium from "libsodium-wrappers-sumo";
import { OverlapError } from "../errors.ts";
import { expandMessage } from "./expand-message.ts";

/**
 * The group ristretto255 (RFC 9496) as libsodium computes it, in constant time, compiled to WebAssembly. It has prime
 * order: there is no cofactor, no twist and no second encoding of an element through which a partner could learn of a scalar.
 */
await sodium.ready;

export const POINT_BYTES = 32;

/** A secret scalar, 1 to the group's order - 1, in 32 bytes little-endian. */
export type Scalar = Uint8Array & { readonly __scalar: true };

/**
 * The scalar that 64 uniform bytes stand for, reduced modulo the group's order (RFC 9496, section 4.4).
 * @throws OverlapError `overlap.scalar_invalid` for the bytes that reduce to nought, which nobody draws.
 */
export function scalarOf(uniform: Uint8Array): Scalar {
  if (uniform.length !== 64) throw new OverlapError("overlap.scalar_invalid", "a scalar is made of 64 bytes");
  const scalar = sodium.crypto_core_ristretto255_scalar_reduce(uniform);
  if (scalar.every((byte) => byte === 0)) {
    throw new OverlapError("overlap.scalar_invalid", "the bytes stand for the scalar nought");
  }
  return scalar as Scalar;
}

/** The group element of a message: hash-to-group of RFC 9497, section 4.1 (ristretto255, SHA-512). */
export function hashToGroup(message: Uint8Array, domain: Uint8Array): Uint8Array {
  return sodium.crypto_core_ristretto255_from_hash(expandMessage(message, domain));
}

/** The group element of 64 uniform bytes (RFC 9496, section 4.3.4). */
export const elementOf = (uniform: Uint8Array): Uint8Array =>
  sodium.crypto_core_ristretto255_from_hash(uniform);

/**
 * `scalar` times an element. Encodings that are not canonical and the identity are refused (RFC 9496, section 4.3.1; RFC
 * 9497, section 2.1): they are what a partner would send to learn of the scalar, or by mistake.
 * @throws OverlapError `overlap.point_invalid`
 */
export function multiply(scalar: Scalar, element: Uint8Array): Uint8Array {
  try {
    return sodium.crypto_scalarmult_ristretto255(scalar, element);
  } catch (cause) {
    throw new OverlapError("overlap.point_invalid", "what came is no element of the group, or its identity", {
      cause,
    });
  }
}
