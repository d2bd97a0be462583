/** Days since 1970-01-01 in the proleptic Gregorian calendar; whole numbers, so that dates compare as numbers. */
export type Day = number;

const MILLISECONDS_A_DAY = 86_400_000;
export const DAYS_A_YEAR = 365.2425;

/** `YYYY-MM-DD` to its day. */
export function dayOf(isoDate: string): Day {
  return Math.round(Date.parse(`${isoDate}T00:00:00Z`) / MILLISECONDS_A_DAY);
}

export function isoDate(day: Day): string {
  return new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

export function yearOf(day: Day): number {
  return new Date(day * MILLISECONDS_A_DAY).getUTCFullYear();
}

/** Completed years between two days; negative before birth. */
export function ageAt(birth: Day, day: Day): number {
  return Math.floor((day - birth) / DAYS_A_YEAR);
}
