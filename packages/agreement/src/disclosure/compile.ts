import { AccordError, type DisclosurePlan, type Grant, type Tier } from "@accord/vocabulary";
import { agreementDigest } from "../canonical.ts";
import { type ForceAt, inForce } from "../in-force.ts";
import { type Agreement, counterpartOf } from "../schema/agreement.ts";
import type { VerifiedAgreement } from "../signature/verify-agreement.ts";

export interface Direction {
  /** The sending party's id. */
  readonly from: string;
  readonly tier: Tier;
}

/**
 * The plan of what one party may disclose at one tier under an agreement that is in force now. One that is not
 * (unsigned, not yet valid, expired, revoked) gives a plan that grants nothing to nobody.
 */
export function planInForce(verified: VerifiedAgreement, direction: Direction, at: ForceAt): DisclosurePlan {
  const plan = compileDisclosure(verified.agreement, direction);
  return inForce(verified, at).inForce ? plan : { ...plan, grants: [], maximumPersons: 0 };
}

/**
 * The clauses of one direction and one tier as a plan: what the registry reads, what `applyPlan` lets through and
 * what `checkRecords` holds the records to. It does not ask whether the agreement is in force: `planInForce` does.
 * @throws AccordError `agreement.not_a_party`; `agreement.clause_repeated` where two clauses speak of one attribute.
 */
export function compileDisclosure(agreement: Agreement, direction: Direction): DisclosurePlan {
  const { from, tier } = direction;
  const to = counterpartOf(agreement, from)?.id;
  if (to === undefined) {
    throw new AccordError("agreement.not_a_party", "Who would send is not a party to the agreement.", {
      where: "from",
    });
  }
  const grants: Grant[] = [];
  for (const clause of agreement.clauses) {
    if (clause.from !== from || clause.to !== to || clause.tier !== tier) continue;
    const { id, attribute, transformation, retentionDays } = clause;
    if (grants.some((grant) => grant.attribute === attribute)) {
      throw new AccordError("agreement.clause_repeated", `Two clauses grant ${attribute} at tier ${tier}.`, {
        where: `clauses.${id}`,
        remedy: "Keep one clause for each direction, tier and attribute.",
      });
    }
    grants.push({ clause: id, attribute, transformation, retentionDays });
  }
  return {
    agreement: agreement.id,
    agreementDigest: agreementDigest(agreement),
    from,
    to,
    purpose: agreement.purpose,
    tier,
    grants,
    scope: agreement.scope,
    consentRequired: agreement.consent.required,
    maximumPersons: agreement.ceilings.personsPerExchange,
  };
}
