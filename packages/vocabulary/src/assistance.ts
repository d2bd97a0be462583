import { z } from "zod";

interface Label {
  readonly en: string;
  readonly fr: string;
  readonly ar: string;
}

/**
 * What is given, as the clusters of the humanitarian response divide it. Closed: two agencies can only tell that they
 * gave the same if they call it by one name.
 */
export const ASSISTANCE_KIND_LABELS = {
  food: { en: "food in kind", fr: "vivres", ar: "غذاء عيني" },
  cash: { en: "cash", fr: "argent", ar: "نقد" },
  voucher: { en: "voucher", fr: "bon d'achat", ar: "قسيمة" },
  nonFoodItems: { en: "household items", fr: "articles ménagers", ar: "مواد غير غذائية" },
  shelter: { en: "shelter", fr: "abri", ar: "مأوى" },
  waterSanitationHygiene: {
    en: "water, sanitation and hygiene",
    fr: "eau, assainissement et hygiène",
    ar: "المياه والصرف الصحي والنظافة",
  },
  nutrition: { en: "nutrition", fr: "nutrition", ar: "تغذية" },
  health: { en: "health", fr: "santé", ar: "صحة" },
  livelihoods: { en: "seeds, tools and livelihoods", fr: "moyens de subsistance", ar: "سبل العيش" },
  education: { en: "education", fr: "éducation", ar: "تعليم" },
  other: { en: "other assistance", fr: "autre assistance", ar: "مساعدة أخرى" },
} as const satisfies Readonly<Record<string, Label>>;

export type AssistanceKind = keyof typeof ASSISTANCE_KIND_LABELS;
export const ASSISTANCE_KINDS = Object.keys(ASSISTANCE_KIND_LABELS) as readonly AssistanceKind[];
export const AssistanceKind = z.enum(ASSISTANCE_KINDS as [AssistanceKind, ...AssistanceKind[]]);

/** The days, both included (`YYYY-MM-DD`), for which assistance is meant to last: a ration of a month, a grant of a quarter. */
export const AssistanceCycle = z
  .strictObject({ from: z.iso.date(), until: z.iso.date() })
  .refine(({ from, until }) => from <= until, "a cycle ends on or after the day on which it begins");
export type AssistanceCycle = z.infer<typeof AssistanceCycle>;

/** True where the cycles have a day in common. ISO dates compare as text. */
export function cyclesOverlap(a: AssistanceCycle, b: AssistanceCycle): boolean {
  return a.from <= b.until && b.from <= a.until;
}

/** One time that a person or their household was assisted, as a partner may be told of it; `on` is the day of receipt. */
export const AssistanceNote = z.strictObject({
  kind: AssistanceKind,
  from: z.iso.date(),
  until: z.iso.date(),
  on: z.iso.date().optional(),
});
export type AssistanceNote = z.infer<typeof AssistanceNote>;

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const QUARTER = /^(\d{4})-?Q([1-4])$/i;
const DAYS = /^(\d{4}-\d{2}-\d{2})\s*(?:\/|\.\.|–|to)\s*(\d{4}-\d{2}-\d{2})$/;

/** A cycle as lists write it: `2026-06`, `2026-Q2`, `2026-06-01/2026-06-30`; undefined where the text is none. */
export function parseCycle(text: string): AssistanceCycle | undefined {
  const written = text.trim();
  const month = MONTH.exec(written);
  if (month !== null) return months(Number(month[1]), Number(month[2]), 1);
  const quarter = QUARTER.exec(written);
  if (quarter !== null) return months(Number(quarter[1]), Number(quarter[2]) * 3 - 2, 3);
  const days = DAYS.exec(written);
  if (days === null) return undefined;
  const parsed = AssistanceCycle.safeParse({ from: days[1], until: days[2] });
  return parsed.success ? parsed.data : undefined;
}

function months(year: number, first: number, count: number): AssistanceCycle {
  const day = (date: number) => new Date(date).toISOString().slice(0, 10);
  return {
    from: day(Date.UTC(year, first - 1, 1)),
    until: day(Date.UTC(year, first - 1 + count, 0)),
  };
}
