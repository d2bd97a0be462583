import { AccordError, type DisclosurePlan, type Tier } from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";

/** Conditions on `person p` that a plan sets, as SQL; each is one reason to be left out. */
export function planConditions(plan: DisclosurePlan) {
  return { active, inScope: inScope(plan), consents: consents(plan) };
}

/** Departed and deceased persons are in scope: that they are is what the partner must learn. */
const active = sql<boolean>`(p.status not in ('deactivated', 'erased'))`;

function inScope({ scope }: DisclosurePlan): RawBuilder<boolean> {
  const conditions = [sql`true`];
  if (scope.places.length > 0) {
    conditions.push(
      sql`exists (select 1 from unnest(${scope.places}::text[]) place where starts_with(p.location_pcode, place))`,
    );
  }
  if (scope.programmes.length > 0) conditions.push(sql`p.programme = any(${scope.programmes}::text[])`);
  // The date is the first ten characters whether or not a time follows.
  if (scope.registeredFrom !== undefined) {
    conditions.push(sql`left(p.registered_at, 10) >= ${scope.registeredFrom}`);
  }
  if (scope.registeredUntil !== undefined) {
    conditions.push(sql`left(p.registered_at, 10) <= ${scope.registeredUntil}`);
  }
  return sql<boolean>`coalesce(${sql.join(conditions, sql` and `)}, false)`;
}

/** The latest word on this recipient and purpose, on the person's file or a duplicate's, is that it is given. */
function consents(plan: DisclosurePlan): RawBuilder<boolean> {
  if (!plan.consentRequired) return sql<boolean>`true`;
  return sql<boolean>`coalesce((
    select c.given from consent c join person file on file.id = c.person
    where file.view_of = p.id and c.recipient = ${plan.to} and c.purpose = ${plan.purpose}
    order by c.asserted_at desc, c.given limit 1), false)`;
}

/**
 * A person's place is withheld if any file of theirs says that it is protected, or one of their household: who lives
 * with somebody tells where they live.
 */
export const protectsLocation = sql<boolean>`
  exists (select 1 from person file where file.protect_location
    and (file.view_of = p.id or (p.household_id is not null and file.household_id = p.household_id)))`;

/** @throws AccordError `disclosure.wrong_tier`, `disclosure.not_ours` */
export function checkPlan(plan: DisclosurePlan, agency: string, tiers: readonly Tier[]): void {
  if (!tiers.includes(plan.tier)) {
    throw new AccordError("disclosure.wrong_tier", `A plan of the tier ${plan.tier} does not build this.`, {
      where: plan.agreement,
    });
  }
  if (plan.from !== agency) {
    throw new AccordError("disclosure.not_ours", "The plan is for another agency's disclosures.", {
      where: plan.agreement,
    });
  }
}
