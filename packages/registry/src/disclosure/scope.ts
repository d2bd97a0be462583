import { AccordError, type DisclosurePlan, type Tier } from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";
import { restricted } from "../rights/restriction.ts";

/**
 * Conditions on `person p` that a plan sets, as SQL; each that fails is one reason to be left out. `now` is ISO 8601 in
 * UTC: who is a child is judged on that day.
 */
export function planConditions(plan: DisclosurePlan, now: string) {
  const consented = consents(plan);
  return {
    active,
    inScope: inScope(plan),
    unopposed: unopposed(plan),
    notExcluded: sql<boolean>`not coalesce(${excluded(plan, now)}, true)`,
    consented,
    /** May be pinned: some clause of the direction covers them. */
    covered: plan.consentToBeCovered ? consented : sql<boolean>`true`,
    /** May be in what leaves at the plan's tier: some grant of it covers them. */
    disclosable: plan.consentRequired ? consented : sql<boolean>`true`,
  };
}

const active = sql<boolean>`(p.status not in ('deactivated', 'erased'))`;

function inScope({ scope }: DisclosurePlan): RawBuilder<boolean> {
  const conditions = [sql`p.status = any(${scope.statuses}::text[])`];
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

/** Hard exclusions. Where it cannot be told whether one applies, the value is null, and it is taken to apply. */
function excluded(plan: DisclosurePlan, now: string): RawBuilder<boolean> {
  const { protectedLocation, unaccompaniedChildren, children, origins } = plan.exclusions;
  const reasons = [sql<boolean>`false`];
  if (protectedLocation === "person") reasons.push(isProtected);
  if (origins.length > 0) {
    reasons.push(sql<boolean>`(p.origin_pcode is null or left(p.origin_pcode, 2) = any(${origins}::text[]))`);
  }
  if (children) reasons.push(sql<boolean>`(${isChild(now)} and not ${guardianConsents(plan)})`);
  if (unaccompaniedChildren) {
    reasons.push(sql<boolean>`(${isUnaccompaniedChild(now)} and not ${guardianConsents(plan)})`);
  }
  return sql<boolean>`(${sql.join(reasons, sql` or `)})`;
}

/** Any file of the person's says that their place must be protected. */
const isProtected = sql<boolean>`
  exists (select 1 from person file where file.protect_location and file.view_of = p.id)`;

const ADULT_YEARS = 18;

/**
 * Below 18 on that day, and where only the year is known, below 18 on any day of it: a person is taken for a child as
 * long as they may be one. Without a birth year nobody is one by age.
 */
function isChild(now: string, of = "p"): RawBuilder<boolean> {
  const [year, birthday] = [Number(now.slice(0, 4)) - ADULT_YEARS, now.slice(4, 10)];
  const born = sql.raw(`${of}.birth_date`);
  return sql<boolean>`coalesce(
    ${sql.raw(`${of}.birth_year`)} > ${year}
    or (${sql.raw(`${of}.birth_year`)} = ${year}
        and (${sql.raw(`${of}.birth_precision`)} is distinct from 'day' or ${born} > ${`${year}${birthday}`})), false)`;
}

/**
 * A child whose file says so (`UAS`, unaccompanied or separated child, as registration forms code it), or who lives with
 * nobody of age.
 */
function isUnaccompaniedChild(now: string): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select 1 from person file
      where file.view_of = p.id and coalesce(file.vulnerabilities, '[]'::jsonb) ? 'UAS')
    or (${isChild(now)} and not exists (
      select 1 from person adult
      where adult.household_id = p.household_id and adult.view_of <> p.id
        and adult.status = 'active' and adult.birth_year is not null and not ${isChild(now, "adult")})))`;
}

/** The word that counts on this recipient and purpose is given, and a guardian gave it. */
function guardianConsents(plan: DisclosurePlan): RawBuilder<boolean> {
  return word(plan, sql`c.given and coalesce(c.by_guardian, false)`, false);
}

/** The word that counts on this recipient and purpose is given. */
function consents(plan: DisclosurePlan): RawBuilder<boolean> {
  return word(plan, sql`c.given`, false);
}

/**
 * What holds of the word that counts, on the person's file or a duplicate's: the latest that was recorded with how it was
 * said, else the latest that came with an import, so that a file imported again never takes a withdrawal back.
 */
function word(plan: DisclosurePlan, holds: RawBuilder<unknown>, without: boolean): RawBuilder<boolean> {
  return sql<boolean>`coalesce((
    select ${holds} from consent c join person file on file.id = c.person
    where file.view_of = p.id and c.recipient = ${plan.to} and c.purpose = ${plan.purpose}
    order by (c.event is not null) desc, c.asserted_at desc, c.given limit 1), ${without})`;
}

/**
 * Whatever the legal basis: the file is not restricted, no objection to this recipient and purpose stands, and the person
 * did not say no to it.
 */
function unopposed(plan: DisclosurePlan): RawBuilder<boolean> {
  return sql<boolean>`(not ${restricted} and ${word(plan, sql`c.given or c.event is null`, true)} and not exists (
    select 1 from objection o join person file on file.id = o.person
    where o.ended_at is null and file.view_of = p.view_of
      and coalesce(o.recipient, ${plan.to}) = ${plan.to} and coalesce(o.purpose, ${plan.purpose}) = ${plan.purpose}))`;
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
