import type { Agreement } from "../schema/agreement.ts";
import { actContradictions } from "./acts.ts";
import { authorityContradictions } from "./authority.ts";
import { clauseContradictions } from "./clauses.ts";
import type { Contradiction, ContradictionOptions } from "./contradiction.ts";
import { matchingContradictions } from "./matching.ts";
import { overlapContradictions } from "./overlap.ts";
import { partyContradictions } from "./parties.ts";
import { scopeContradictions } from "./scope.ts";
import { termContradictions } from "./terms.ts";

/** What in this agreement cannot work, named while it is a draft: errors first. Empty where nothing is wrong. */
export function contradictions(
  agreement: Agreement,
  options: ContradictionOptions = {},
): readonly Contradiction[] {
  const found = [
    ...partyContradictions(agreement),
    ...termContradictions(agreement),
    ...scopeContradictions(agreement, options),
    ...clauseContradictions(agreement),
    ...actContradictions(agreement),
    ...matchingContradictions(agreement),
    ...overlapContradictions(agreement),
    ...authorityContradictions(agreement),
  ];
  return [...found.filter((one) => one.level === "error"), ...found.filter((one) => one.level === "warning")];
}
