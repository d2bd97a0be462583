import type { DisclosurePlan } from "@accord/vocabulary";
import { type ForceAt, inForce } from "../in-force.ts";
import type { Agreement } from "../schema/agreement.ts";
import type { Clause } from "../schema/clause.ts";
import type { VerifiedAgreement } from "../signature/verify-agreement.ts";
import { mayCoverTheSame, speaksOfTheSame, stricterClause } from "../stricter.ts";
import { compileDisclosure, type Direction } from "./compile.ts";
import { bothExclusions, exclusionsFor, sameExclusions } from "./exclusions.ts";

/** Another agreement between the same parties that stands beside the one that is exchanged under. */
export interface Alongside {
  readonly digest: string;
  readonly agreement: Agreement;
}

/** An agreement, and those beside it that may speak of the same. */
export interface Terms {
  readonly agreement: Agreement;
  readonly alongside: readonly Alongside[];
}

/**
 * The plan of one direction and tier under an agreement, limited by those beside it: where one of them speaks of the
 * same attribute, for the same purpose, of persons whom both may cover, the stricter of both counts, and so do the
 * exclusions of both. What is disclosed, what the receiver lets in, how long it keeps it and what previews show all
 * come from here: this room gives out no other way to a plan. Grants say which agreements limited them.
 * @throws AccordError as `compileDisclosure`
 */
export function planUnder({ agreement, alongside }: Terms, direction: Direction): DisclosurePlan {
  const limiting = alongside.filter(
    (other) => samePartiesAs(agreement, other.agreement) && mayCoverTheSame(agreement, other.agreement),
  );
  if (limiting.length === 0) return compileDisclosure(agreement, direction);
  const limitedBy = new Map<string, readonly string[]>();
  const clauses = agreement.clauses.map((clause) => {
    const { strict, by } = limited(clause, limiting);
    if (by.length > 0) limitedBy.set(clause.id, by);
    return strict;
  });
  const plan = compileDisclosure(agreement, direction, clauses);
  const excluding = limiting.filter(({ agreement: other }) => meet(agreement, other, direction.from));
  const exclusions = excluding.reduce(
    (sum, other) => bothExclusions(sum, exclusionsFor(other.agreement, plan.to)),
    plan.exclusions,
  );
  const excludedBy = excluding
    .filter(({ agreement: other }) => {
      const both = bothExclusions(plan.exclusions, exclusionsFor(other, plan.to));
      return !sameExclusions(both, plan.exclusions);
    })
    .map((other) => other.digest)
    .sort();
  return {
    ...plan,
    grants: plan.grants.map((grant) => {
      const limits = limitedBy.get(grant.clause);
      return limits === undefined ? grant : { ...grant, limitedBy: limits };
    }),
    exclusions,
    ...(excludedBy.length === 0 ? {} : { excludedBy }),
  };
}

/**
 * The plan of what one party may disclose at one tier under an agreement that is in force now. One that is not
 * (unsigned, not yet valid, suspended, expired, revoked, superseded) gives a plan that grants nothing to nobody.
 */
export function planInForce(
  verified: VerifiedAgreement,
  direction: Direction,
  at: ForceAt & Pick<Terms, "alongside">,
): DisclosurePlan {
  const plan = planUnder({ agreement: verified.agreement, alongside: at.alongside }, direction);
  return inForce(verified, at).inForce ? plan : { ...plan, grants: [], maximumPersons: 0 };
}

function limited(
  clause: Clause,
  limiting: readonly Alongside[],
): { readonly strict: Clause; readonly by: readonly string[] } {
  let strict = clause;
  const by = new Set<string>();
  for (const { digest, agreement } of limiting) {
    for (const other of agreement.clauses.filter((each) => speaksOfTheSame(clause, each))) {
      if (!sameTerms(clause, stricterClause(clause, other))) by.add(digest);
      strict = stricterClause(strict, other);
    }
  }
  return { strict, by: [...by].sort() };
}

const sameTerms = (a: Clause, b: Clause): boolean =>
  a.transformation === b.transformation &&
  a.basis.kind === b.basis.kind &&
  a.retentionDays === b.retentionDays;

/** Whether the two speak of the same anywhere in one direction. */
function meet(a: Agreement, b: Agreement, from: string): boolean {
  return a.clauses.some(
    (clause) => clause.from === from && b.clauses.some((other) => speaksOfTheSame(clause, other)),
  );
}

function samePartiesAs({ parties: a }: Agreement, { parties: b }: Agreement): boolean {
  return a.every((party) => b.some((other) => other.id === party.id));
}
