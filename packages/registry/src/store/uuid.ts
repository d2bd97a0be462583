import { randomBytes } from "node:crypto";

/** UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then 74 random bits, so that ids sort by time. */
export function uuidv7(milliseconds: number, random: Uint8Array = randomBytes(10)): string {
  const time = Math.trunc(milliseconds).toString(16).padStart(12, "0");
  const tail = Buffer.from(random).toString("hex");
  const variant = ((Number.parseInt(tail.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${tail.slice(0, 3)}-${variant}${tail.slice(4, 7)}-${tail.slice(8, 20)}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids come from outside (addresses, forms): one that is no UUID is nobody's, which the store would take for an error. */
export function isUuid(id: string): boolean {
  return UUID.test(id);
}
