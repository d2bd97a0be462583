import { z } from "zod";

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);

const JwsSignature = z.strictObject({
  protected: base64url.max(2000),
  signature: base64url.max(200),
});

/**
 * An agreement with none, one or two signatures: JWS general JSON serialization (RFC 7515 section 7.2.1) whose payload
 * is the canonical bytes. Unprotected headers have no place in it.
 */
export const SignedAgreement = z.strictObject({
  payload: base64url.max(1_500_000),
  signatures: z.array(JwsSignature).max(8),
});
export type SignedAgreement = z.infer<typeof SignedAgreement>;

/** One party's signed statement: JWS flattened JSON serialization (RFC 7515 section 7.2.2). */
export const SignedStatement = z.strictObject({
  payload: base64url.max(10_000),
  protected: base64url.max(2000),
  signature: base64url.max(200),
});
export type SignedStatement = z.infer<typeof SignedStatement>;
