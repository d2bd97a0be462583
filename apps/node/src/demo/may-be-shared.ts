import type { RegisteredHousehold, RegisteredPerson } from "@accord/synthesis";

const ADULT_YEARS = 18;

/**
 * Whether the demo's agreement lets anything of a registered person leave on that day (`YYYY-MM-DD`): who consented, is
 * not protected, and is no unaccompanied child. The registry's own words for it are its scope's conditions; these here
 * are written apart, from the truth, to hold the outcome against.
 */
export function mayBeShared(person: RegisteredPerson, household: RegisteredHousehold, day: string): boolean {
  if (!person.consents.deduplication || person.protectLocation) return false;
  if (person.vulnerabilities.includes("UAS")) return false;
  return !isChild(person, day) || household.members.some((other) => !isChild(other, day));
}

function isChild({ birth }: RegisteredPerson, day: string): boolean {
  const bound = Number(day.slice(0, 4)) - ADULT_YEARS;
  if (birth.year !== bound) return birth.year > bound;
  return birth.kind !== "day" || birth.date.slice(5) > day.slice(5);
}
