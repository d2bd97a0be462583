import { createHash } from "node:crypto";

/**
 * RFC 7638 section 3: the members that are required of an OKP key (RFC 8037 appendix A.3) or an EC key, in the order of
 * their names; base64url of SHA-256.
 */
export function thumbprint(key: {
  readonly crv: string;
  readonly kty: string;
  readonly x: string;
  readonly y?: string | undefined;
}): string {
  const { crv, kty, x, y } = key;
  const members = JSON.stringify(y === undefined ? { crv, kty, x } : { crv, kty, x, y });
  return createHash("sha256").update(members).digest("base64url");
}
