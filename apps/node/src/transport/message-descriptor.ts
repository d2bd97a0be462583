import { createHash } from "node:crypto";
import type { RequestDescriptor } from "http-message-sig";

/** RFC 9530's `sha-256`. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;
}

/** A request as RFC 9421 looks at it. */
export function requestDescriptor(request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}): RequestDescriptor {
  return {
    kind: "request",
    method: request.method,
    targetUri: request.url,
    fields: fieldsOf(request.headers),
  };
}

export const fieldsOf = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));
