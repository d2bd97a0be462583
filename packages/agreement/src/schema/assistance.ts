import { AssistanceKind } from "@accord/vocabulary";
import { z } from "zod";
import { PartyId } from "./party.ts";

/**
 * What one party answers the other on a distribution list before it is distributed: who of the linked persons on it has
 * the same assistance from the answering party in that cycle. How much is told is in the clause at tier `assistance`.
 */
export const AssistanceTerms = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-zA-Z0-9.-]{0,59}$/, "a short id such as assistance.wfp"),
  /** The party that answers, and the one that asks. */
  from: PartyId,
  to: PartyId,
  kinds: z.array(AssistanceKind).min(1).max(20),
  /** True where what a member of the household received for it counts for each of them. */
  households: z.boolean(),
  /** Fewest and most linked persons of one list: a question on one person alone is no distribution. */
  leastPersons: z.int().min(1).max(1000),
  mostPersons: z.int().min(1).max(50_000),
  /** Persons that may be asked about in one day (UTC), over all lists. */
  personsPerDay: z.int().min(1).max(1_000_000),
  /** How often one person may be asked about in one day (UTC). */
  questionsPerPerson: z.int().min(1).max(20),
  /** How far back from the day of the question a list's cycle may begin, and how far ahead it may end, in days. */
  daysBack: z.int().min(0).max(730),
  daysAhead: z.int().min(0).max(730),
});
export type AssistanceTerms = z.infer<typeof AssistanceTerms>;
