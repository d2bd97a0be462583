import { AccordError, type DisclosurePlan, type Grant, type Tier } from "@accord/vocabulary";
import { agreementDigest } from "../canonical.ts";
import { type Agreement, counterpartOf } from "../schema/agreement.ts";
import type { Clause } from "../schema/clause.ts";
import type { Purpose } from "../schema/terms.ts";
import { exclusionsFor } from "./exclusions.ts";

export interface Direction {
  /** The sending party's id. */
  readonly from: string;
  readonly tier: Tier;
}

/**
 * The clauses of one direction and one tier as a plan: what the registry reads, what `applyPlan` lets through and
 * what `checkRecords` holds the records to. It does not ask whether the agreement is in force: `planInForce` does; nor what
 * other agreements say: `planUnder` does, and hands in the clauses that those left.
 * @throws AccordError `agreement.not_a_party`; `agreement.clause_repeated` where two clauses speak of one attribute.
 */
export function compileDisclosure(
  agreement: Agreement,
  direction: Direction,
  clauses: readonly Clause[] = agreement.clauses,
): DisclosurePlan {
  const { from, tier } = direction;
  const to = counterpartOf(agreement, from)?.id;
  if (to === undefined) {
    throw new AccordError("agreement.not_a_party", "Who would send is not a party to the agreement.", {
      where: "from",
    });
  }
  const purpose = purposeOf(agreement, tier);
  const own = clauses.filter((clause) => clause.from === from && clause.to === to);
  // A clause for other purposes than the act's is of no use in it: the receiver could not read what it brought.
  const bound = own.filter(
    (clause) => clause.purposes.includes(purpose) && actOf(clause.tier) === actOf(tier),
  );
  const grants: Grant[] = [];
  for (const clause of bound.filter((each) => each.tier === tier)) {
    if (grants.some((grant) => grant.attribute === clause.attribute)) {
      throw new AccordError(
        "agreement.clause_repeated",
        `Two clauses grant ${clause.attribute} at tier ${tier}.`,
        {
          where: `clauses.${clause.id}`,
          remedy: "Keep one clause for each direction, tier and attribute.",
        },
      );
    }
    grants.push(grantOf(clause));
  }
  return {
    agreement: agreement.id,
    agreementDigest: digestOf(agreement),
    from,
    to,
    purpose,
    tier,
    grants,
    scope: agreement.scope,
    exclusions: exclusionsFor(agreement, to),
    consentRequired: grants.every((grant) => grant.consent),
    consentToBeCovered: bound.every((clause) => clause.basis.kind === "consent"),
    maximumPersons: agreement.ceilings.personsPerExchange,
  };
}

/** The tiers that leave in one act: an exchange of registries, a referral, a question on a list. */
function actOf(tier: Tier): "exchange" | "referral" | "assistance" {
  return tier === "referral" || tier === "assistance" ? tier : "exchange";
}

/** What an act at that tier is for; a person's consent is asked for to exactly this. */
function purposeOf(agreement: Agreement, tier: Tier): Purpose {
  const act = actOf(tier);
  return act === "exchange"
    ? agreement.purpose
    : act === "referral"
      ? "referral"
      : "deduplicationOfAssistance";
}

/** An agreement is never changed once it is read, and a plan is compiled for every batch: its digest is made once. */
const digests = new WeakMap<Agreement, string>();

function digestOf(agreement: Agreement): string {
  const digest = digests.get(agreement) ?? agreementDigest(agreement);
  digests.set(agreement, digest);
  return digest;
}

function grantOf({ id, attribute, transformation, retentionDays, basis, purposes }: Clause): Grant {
  const consent = basis.kind === "consent";
  return { clause: id, attribute, transformation, retentionDays, consent, purposes };
}
