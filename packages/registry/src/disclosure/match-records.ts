import type { DisclosurePlan, MatchRecord } from "@accord/vocabulary";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/**
 * The next pinned persons in order of pseudonym, each with the attributes the plan grants and no other read. Values
 * are as stored: the agreement room applies the grants' transformations. Empty at the end.
 * @throws AccordError `disclosure.wrong_tier` unless the plan's tier is `match`.
 */
export async function readMatchRecords(
  _session: Session,
  _context: RegistryContext,
  _page: {
    readonly exchange: string;
    readonly plan: DisclosurePlan;
    /** Pseudonym in place of a household's id, where `person.membership` is granted. */
    readonly householdRef: (household: string) => string;
    /** Pseudonym after which to begin. */
    readonly after?: string | undefined;
    readonly limit: number;
  },
): Promise<readonly MatchRecord[]> {
  return unfinished();
}
