import { PURPOSES } from "@accord/agreement";

/**
 * For what staff may look at a person's file: the purposes of agreements, and those of an agency's own work. Closed: a
 * purpose that is not here cannot be stated.
 */
export const READING_PURPOSES = [
  ...PURPOSES,
  "registration",
  "assistance",
  "protection",
  "requestOfPerson",
  "incident",
] as const;
export type ReadingPurpose = (typeof READING_PURPOSES)[number];
