import { z } from "zod";

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/** What an authenticator signed besides the challenge (Web Authentication Level 3, section 6.1 and 5.8.1). */
export const PasskeyAssertion = z.strictObject({
  authenticatorData: base64url.max(2000),
  clientDataJSON: base64url.max(4000),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

export const JwsSignature = z.strictObject({
  protected: base64url.max(2000),
  signature: base64url.max(1000),
  /** Only where a passkey signed: RFC 7515 lets a signature have further members. */
  webauthn: PasskeyAssertion.optional(),
});
export type JwsSignature = z.infer<typeof JwsSignature>;

/**
 * An agreement with the signatures that it has so far: JWS general JSON serialization (RFC 7515 section 7.2.1) whose
 * payload is the canonical bytes. Unprotected headers have no place in it.
 */
export const SignedAgreement = z.strictObject({
  payload: base64url.max(1_500_000),
  signatures: z.array(JwsSignature).max(16),
});
export type SignedAgreement = z.infer<typeof SignedAgreement>;

/** One party's signed statement: JWS flattened JSON serialization (RFC 7515 section 7.2.2). */
export const SignedStatement = z.strictObject({
  payload: base64url.max(10_000),
  protected: base64url.max(2000),
  signature: base64url.max(200),
});
export type SignedStatement = z.infer<typeof SignedStatement>;
