import type { BirthDate } from "@accord/vocabulary";

/** Convention on the Rights of the Child, article 1. */
const ADULT_YEARS = 18;

/**
 * Whether somebody may be under 18 at an instant (ISO 8601). A date that is known to the year or month only counts as
 * its last day, so that doubt is on the child's side; where nothing is known of the birth, false.
 */
export function isChild(birth: BirthDate | undefined, at: string): boolean {
  if (birth === undefined) return false;
  const [year, month = "12", day = "31"] = birth.date.split("-");
  const adultFrom = `${String(Number(year) + ADULT_YEARS).padStart(4, "0")}-${month}-${day}`;
  return at.slice(0, 10) < adultFrom;
}
