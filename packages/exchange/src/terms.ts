import type { Terms } from "@accord/agreement";
import type { HeldAgreement } from "./held-agreement.ts";
import type { ExchangeState } from "./state.ts";

/**
 * Under what an exchange discloses: its agreement, and those beside it that either side counts in life. The partner says
 * in its first message which it counts, so that both sides limit each other's plans alike even where one has heard of a
 * suspension or approved an assessment before the other.
 */
export function termsOf(
  { agreement, alongside }: Pick<HeldAgreement, "agreement" | "alongside">,
  state: Pick<ExchangeState, "partnerAlongside">,
): Terms {
  return {
    agreement,
    alongside: alongside.filter(({ inLife, digest }) => inLife || state.partnerAlongside.includes(digest)),
  };
}

/** Digests of the agreements beside it that this side counts in life, as its first message says them. */
export function inLifeHere(alongside: HeldAgreement["alongside"]): string[] {
  return alongside
    .filter(({ inLife }) => inLife)
    .map(({ digest }) => digest)
    .sort();
}
