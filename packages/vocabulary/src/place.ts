import { z } from "zod";

/**
 * A place by its P-code, as OCHA's common operational datasets give it: country (`SS`), state (`SS07`),
 * county (`SS0707`), and deeper levels or sites with further characters. Each level's code starts with its parent's.
 */
export const PCode = z
  .string()
  .regex(/^[A-Z]{2}(\d{2}([A-Z0-9]{2}([A-Z0-9]{1,12})?)?)?$/, "a P-code such as SS07 or SS0707");
export type PCode = z.infer<typeof PCode>;

export const Place = z.strictObject({ pcode: PCode, name: z.string().min(1).max(120).optional() });
export type Place = z.infer<typeof Place>;

export const stateOf = (pcode: PCode): PCode => pcode.slice(0, 4);
export const countyOf = (pcode: PCode): PCode => pcode.slice(0, 6);

/** True where `inner` is `outer` or lies in it. */
export function isWithin(inner: PCode, outer: PCode): boolean {
  return inner.startsWith(outer);
}
