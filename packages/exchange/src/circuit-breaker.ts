import type { Agreement } from "@accord/agreement";
import type { DuplicateFacts } from "./protocol.ts";

export interface Implausible {
  readonly code: string;
  readonly reason: string;
  readonly remedy: string;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/**
 * Compares the share of persons found in both registries with what the agreement expects. A mis-mapped import (two
 * columns swapped, one name for everybody) shows itself here before a ration is touched.
 */
export function implausibleOverlap(
  agreement: Agreement,
  facts: { linked: number; waiting: number; ownPersons: number; partnerPersons: number },
): Implausible | undefined {
  // Before the share is named: the partner is told the reason, and a probe with a few guesses must not learn from it.
  const { minimumOverlapTold } = agreement;
  if (facts.linked + facts.waiting < minimumOverlapTold) {
    return {
      code: "exchange.overlap_too_small",
      reason: `fewer than ${minimumOverlapTold} persons were found in both registries; the agreement does not tell who, as this could be a probe with guessed people`,
      remedy:
        "Ask the partner why so few are in scope. If it is right, let it pass with `accord exchange resume --accept-implausible`.",
    };
  }
  const smaller = Math.min(facts.ownPersons, facts.partnerPersons);
  if (smaller === 0) return undefined;
  const share = facts.linked / smaller;
  const { minimum, maximum } = agreement.circuitBreaker.expectedOverlap;
  if (share >= minimum && share <= maximum) return undefined;
  return {
    code: "exchange.implausible_overlap",
    reason: `${percent(share)} of the smaller registry would be linked; the agreement expects ${percent(minimum)} to ${percent(maximum)}`,
    remedy:
      "Check both imports' mappings and the agreement's scope. If the figure is right, let it pass with `accord exchange resume --accept-implausible`, or amend the agreement.",
  };
}

/** What the supplying party holds the matching party's decisions to. */
export function tooManyLinks(
  agreement: Agreement,
  facts: { linked: number; ownPersons: number; partnerPersons: number },
): { code: string; reason: string } | undefined {
  const { maximum } = agreement.circuitBreaker.expectedOverlap;
  const most = Math.floor(maximum * Math.min(facts.ownPersons, facts.partnerPersons));
  return facts.linked > most
    ? {
        code: "exchange.too_many_links",
        reason: `more persons are linked than ${percent(maximum)} of the smaller registry, the most that the agreement takes for plausible`,
      }
    : undefined;
}

/** Compares the share of persons found twice in one registry with the most that the agreement calls plausible. */
export function implausibleDuplicates(agreement: Agreement, facts: DuplicateFacts): Implausible | undefined {
  if (facts.compared === 0) return undefined;
  const share = facts.found / facts.compared;
  const most = agreement.circuitBreaker.maximumDuplicateShare;
  if (share <= most) return undefined;
  return {
    code: "exchange.implausible_duplicates",
    reason: `${percent(share)} of the registry would be taken for duplicates; the agreement expects at most ${percent(most)}; none was deactivated`,
    remedy:
      "Check the import's mapping. The pairs wait for a decision each (`accord duplicates list`). To go on with them undecided: `accord exchange resume --accept-implausible`.",
  };
}
