import { z } from "zod";

/**
 * A personal name as it was written down: parts in the order given. In South Sudan that is usually the own name,
 * the father's and the grandfather's. `script` is the ISO 15924 code of the writing; `transliteration` holds the
 * parts in Latin letters where somebody gave them.
 */
export const PersonName = z.strictObject({
  parts: z.array(z.string().trim().min(1).max(80)).min(1).max(8),
  script: z.enum(["Latn", "Arab", "Ethi", "Zyyy"]),
  transliteration: z.array(z.string().trim().min(1).max(80)).min(1).max(8).optional(),
});
export type PersonName = z.infer<typeof PersonName>;

const ARABIC = /\p{Script=Arabic}/u;
const ETHIOPIC = /\p{Script=Ethiopic}/u;
const LATIN = /\p{Script=Latin}/u;

/** Splits a written name at white space; undefined where nothing is written. */
export function parsePersonName(written: string): PersonName | undefined {
  const parts = written
    .normalize("NFC")
    .split(/[\s,]+/u)
    .filter((part) => part !== "");
  if (parts.length === 0) return undefined;
  const script = ARABIC.test(written)
    ? "Arab"
    : ETHIOPIC.test(written)
      ? "Ethi"
      : LATIN.test(written)
        ? "Latn"
        : "Zyyy";
  return { parts: parts.slice(0, 8), script };
}

export function formatPersonName(name: PersonName): string {
  return name.parts.join(" ");
}
