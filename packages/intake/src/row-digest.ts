import { createHash } from "node:crypto";
import type { Registration } from "./registration.ts";

/**
 * SHA-256 in hex of a registration's content as JSON with sorted names (as RFC 8785 orders them), so that the same
 * content has the same digest whatever the order of columns or of the mapping's fields.
 */
export function rowDigest(content: Omit<Registration, "rowDigest">): string {
  return createHash("sha256").update(canonical(content)).digest("hex");
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = value as Readonly<Record<string, unknown>>;
  let text = "";
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name];
    if (field === undefined) continue;
    text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${canonical(field)}`;
  }
  return `{${text}}`;
}
