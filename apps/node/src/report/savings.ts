import type { ExchangeReport } from "@accord/exchange";
import { z } from "zod";

/** What an estimate of savings rests on. The defaults are round numbers to begin with, not findings: an office sets its own. */
export const SavingAssumptions = z.object({
  /** Staff minutes for registering one person with fingerprints. */
  minutesPerRegistration: z.coerce.number().min(0).max(600).default(10),
  /** Value of one person's ration in one cycle. */
  rationValue: z.coerce.number().min(0).max(100_000).default(15),
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "three letters, as USD")
    .default("USD"),
  /** Cycles for which a second registration would have stood unseen. */
  cyclesUntilFound: z.coerce.number().min(0).max(120).default(6),
  /** Of the rations of second registrations, the share that would have been collected, 0 to 1. */
  collectedShare: z.coerce.number().min(0).max(1).default(0.5),
});
export type SavingAssumptions = z.infer<typeof SavingAssumptions>;

export interface Savings {
  /** Persons whom an agency knows now from the partner's registrations: they need not be registered anew. */
  readonly registrationsNotRepeated: number;
  readonly registrationHours: number;
  /** Second registrations within one registry that were deactivated. */
  readonly secondRegistrations: number;
  readonly doubleRations: number;
  readonly rationValue: number;
  /** Values that one agency's registration brought in step at the other: they need not be asked again. */
  readonly valuesNotAskedAgain: number;
  /**
   * Persons found in both registries. Who of them is assisted by both is known only when assistance is compared, so none
   * of them is counted as saved. Undefined where the other party matched.
   */
  readonly inBoth: number | undefined;
}

/**
 * What an exchange spares, by what it counted and what is assumed:
 * hours = registrations not repeated x minutes / 60; rations = second registrations x cycles x share collected.
 */
export function estimateSavings(report: ExchangeReport, assumed: SavingAssumptions): Savings {
  const sides = Object.values(report.sides);
  const total = (of: (side: (typeof sides)[number]) => number) =>
    sides.reduce((sum, side) => sum + of(side), 0);
  const registrationsNotRepeated = total((side) => side.newlyKnown);
  const secondRegistrations = total((side) => side.duplicates.deactivated);
  const doubleRations = secondRegistrations * assumed.cyclesUntilFound * assumed.collectedShare;
  return {
    registrationsNotRepeated,
    registrationHours: (registrationsNotRepeated * assumed.minutesPerRegistration) / 60,
    secondRegistrations,
    doubleRations,
    rationValue: doubleRations * assumed.rationValue,
    valuesNotAskedAgain: total((side) =>
      Object.values(side.applied).reduce((sum, values) => sum + values, 0),
    ),
    inBoth: report.match?.linked,
  };
}
