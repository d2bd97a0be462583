import { ServiceKind } from "@accord/vocabulary";
import { z } from "zod";
import { PartyId } from "./party.ts";

const hours = z.int().min(1).max(2160);

/**
 * How one party may refer persons to the other. What goes with a person are the clauses at tier `referral` of the same
 * direction; without terms they grant nothing.
 */
export const ReferralTerms = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-zA-Z0-9.-]{0,59}$/, "a short id such as referral.iom"),
  from: PartyId,
  to: PartyId,
  /** One person at a time, or a household as well. */
  subjects: z
    .array(z.enum(["person", "household"]))
    .min(1)
    .max(2),
  /** Services that the receiver takes referrals for, each with the names that it goes by where it is given. */
  services: z
    .array(z.strictObject({ kind: ServiceKind, names: z.array(z.string().min(1).max(60)).max(20) }))
    .min(1)
    .max(30),
  /** Longest note that may go with a referral; 0 where none may, since free text escapes every other clause. */
  noteCharacters: z.int().min(0).max(500),
  /** Hours in which the receiver answers, by urgency. */
  answerWithinHours: z.strictObject({ routine: hours, urgent: hours, emergency: hours }),
  /** Days after acceptance in which the service is given. */
  completeWithinDays: z.int().min(1).max(730),
  personsPerDay: z.int().min(1).max(100_000),
});
export type ReferralTerms = z.infer<typeof ReferralTerms>;
