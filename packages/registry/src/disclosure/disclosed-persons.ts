import type { DisclosedPerson, DisclosurePlan } from "@accord/vocabulary";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/**
 * The own agency's statements on pinned persons, each cut in SQL to the attributes that the plan grants. Household
 * attributes go with the household's head only. What a partner said is never in it. Persons without consent or no
 * longer active are left out. Values are as stored: the agreement room applies the grants' transformations.
 * @throws AccordError `disclosure.wrong_tier` for a plan of the `match` tier.
 */
export async function readDisclosedPersons(
  _session: Session,
  _context: RegistryContext,
  _selection: {
    readonly exchange: string;
    readonly plan: DisclosurePlan;
    readonly householdRef: (household: string) => string;
    readonly refs: readonly string[];
  },
): Promise<readonly DisclosedPerson[]> {
  return unfinished();
}
