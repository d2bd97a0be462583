import { pseudonym } from "../keys/pseudonym.ts";

/**
 * Pseudonyms of one referral or question alone: nobody can join two of them, and what was told in one is taken back
 * without what exchanges told.
 */
export const actPseudonym =
  (key: Uint8Array, agreement: string, act: string, kind: "person" | "household" = "person") =>
  (id: string): string =>
    pseudonym(key, kind, `${agreement} ${act}`, id);
