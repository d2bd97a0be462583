import { z } from "zod";

/**
 * A birth date with what is known of it. `date` is as long as the precision: `1984-05-12`, `1984-05` or `1984`.
 * `estimated` means that the year was worked out from an age somebody gave or guessed.
 */
export const BirthDate = z
  .strictObject({
    precision: z.enum(["day", "month", "year", "estimated"]),
    date: z.string(),
  })
  .refine((value) => isDateOfPrecision(value.date, value.precision), {
    message: "date must be YYYY-MM-DD for day, YYYY-MM for month, YYYY for year and estimated",
  });
export type BirthDate = z.infer<typeof BirthDate>;

export function birthYear(birth: BirthDate): number {
  return Number(birth.date.slice(0, 4));
}

const SHAPES = {
  day: /^\d{4}-\d{2}-\d{2}$/,
  month: /^\d{4}-\d{2}$/,
  year: /^\d{4}$/,
  estimated: /^\d{4}$/,
} as const;

function isDateOfPrecision(date: string, precision: keyof typeof SHAPES): boolean {
  if (!SHAPES[precision].test(date)) return false;
  const [year, month = "01", day = "01"] = date.split("-");
  const parsed = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === `${year}-${month}-${day}`;
}
