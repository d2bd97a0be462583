import type { DisclosurePlan } from "@accord/vocabulary";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

/** Why own persons are not in what is disclosed; `protectedLocation` counts pinned persons whose place is withheld. */
export interface WithheldCounts {
  readonly inactive: number;
  readonly notInScope: number;
  readonly noConsent: number;
  readonly protectedLocation: number;
}

export interface PinnedScope {
  readonly persons: number;
  readonly withheld: WithheldCounts;
}

/**
 * Pins the own persons whom the plan covers to the exchange, each under `refOf(person id)`. Pinning an exchange
 * again gives what was pinned first.
 * @throws AccordError `disclosure.too_many_persons` above the plan's ceiling; nothing is pinned then.
 */
export async function pinScope(
  _session: Session,
  _context: RegistryContext,
  _pin: {
    readonly exchange: string;
    readonly plan: DisclosurePlan;
    readonly refOf: (person: string) => string;
  },
): Promise<PinnedScope> {
  return unfinished();
}

/** Own person for each pinned pseudonym of the exchange; refs that are not pinned are absent. */
export async function personsOfRefs(
  _session: Session,
  _selection: { readonly exchange: string; readonly refs: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  return unfinished();
}
