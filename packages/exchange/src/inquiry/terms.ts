import type { Agreement, AssistanceTerms } from "@accord/agreement";
import type { ListedAssistance } from "./protocol.ts";

const DAY_MILLISECONDS = 86_400_000;

export const assistanceTermsFrom = (agreement: Agreement, from: string): AssistanceTerms | undefined =>
  agreement.assistance.find((terms) => terms.from === from);

/**
 * The first term that a question breaks, or undefined. Who asks and who answers judge alike.
 * @param question.today persons who were asked about today before, by the same party
 * @param question.day `YYYY-MM-DD` in UTC
 */
export function questionFault(
  terms: AssistanceTerms | undefined,
  question: {
    readonly list: ListedAssistance;
    readonly persons: number;
    readonly today: number;
    readonly day: string;
  },
): { readonly code: string; readonly reason: string } | undefined {
  const { list, persons, today, day } = question;
  if (terms === undefined)
    return {
      code: "assistance.not_granted",
      reason: "the agreement has no such questions in this direction",
    };
  if (!terms.kinds.includes(list.kind))
    return {
      code: "assistance.kind_not_granted",
      reason: "the agreement answers nothing on this kind of assistance",
    };
  if (persons < terms.leastPersons) {
    return {
      code: "assistance.list_too_small",
      reason: `fewer than ${terms.leastPersons} linked persons are on the list: that would be a question on persons`,
    };
  }
  if (persons > terms.mostPersons)
    return {
      code: "assistance.list_too_large",
      reason: `more than ${terms.mostPersons} linked persons on one list`,
    };
  if (today + persons > terms.personsPerDay)
    return {
      code: "assistance.daily_ceiling",
      reason: `more than ${terms.personsPerDay} persons in one day`,
    };
  const offset = (date: string) => (Date.parse(date) - Date.parse(day)) / DAY_MILLISECONDS;
  if (offset(list.cycle.from) < -terms.daysBack || offset(list.cycle.until) > terms.daysAhead) {
    return {
      code: "assistance.cycle_out_of_bounds",
      reason: "the cycle lies outside the days that the agreement allows",
    };
  }
  return undefined;
}
