import { createHash } from "node:crypto";

/** RFC 7638 section 3 with the members that RFC 8037 appendix A.3 requires of an OKP key; base64url of SHA-256. */
export function thumbprint(key: { readonly crv: string; readonly kty: string; readonly x: string }): string {
  const members = JSON.stringify({ crv: key.crv, kty: key.kty, x: key.x });
  return createHash("sha256").update(members).digest("base64url");
}
