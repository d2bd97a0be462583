import { AccordError, type DisclosurePlan, TIERS } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { chunks, recordset } from "../store/recordset.ts";
import { refreshStatistics } from "../store/statistics.ts";
import type { Session } from "../store/store.ts";
import { checkPlan, planConditions, protectsLocation } from "./scope.ts";

/** Why own persons are not in what is disclosed; `protectedLocation` counts pinned persons whose place is withheld. */
export interface WithheldCounts {
  readonly inactive: number;
  readonly notInScope: number;
  readonly noConsent: number;
  /** Their file is restricted, or they said no to this recipient and purpose or object to it. */
  readonly objected: number;
  /** Protected persons, children without a guardian's consent, and whom else the agreement excludes. */
  readonly excluded: number;
  readonly protectedLocation: number;
}

export interface PinnedScope {
  readonly persons: number;
  readonly withheld: WithheldCounts;
}

const AT_ONCE = 10_000;

/**
 * Pins the own persons whom the plan covers to the exchange, each under `refOf(person id)`. Pinning an exchange
 * again gives what was pinned first.
 * @throws AccordError `disclosure.too_many_persons` above the plan's ceiling; nothing is pinned then.
 */
export async function pinScope(
  session: Session,
  context: RegistryContext,
  pin: {
    readonly exchange: string;
    readonly plan: DisclosurePlan;
    readonly refOf: (person: string) => string;
  },
): Promise<PinnedScope> {
  const { exchange, plan, refOf } = pin;
  checkPlan(plan, context.agency, TIERS);
  return session.transaction(async (transaction) => {
    const { db } = transaction;
    const before = await sql<PinnedScope>`
      select persons, withheld from exchange_pin where exchange = ${exchange}`.execute(db);
    if (before.rows[0] !== undefined) return before.rows[0];

    await sql`analyze person, consent`.execute(db);
    const {
      active,
      inScope,
      unopposed,
      notExcluded,
      covered: consents,
    } = planConditions(plan, context.now());
    const { rows } = await sql<{
      reason: string | null;
      id: string | null;
      protected: boolean;
      persons: number;
    }>`
      with judged as materialized (
        select p.id, ${protectsLocation} as protected,
          case when not ${active} then 'inactive'
               when not ${inScope} then 'notInScope'
               when not ${notExcluded} then 'excluded'
               when not ${consents} then 'noConsent'
               when not ${unopposed} then 'objected' end as reason
        from person p where p.holder = ${context.agency} and p.status <> 'erased'
      )
      select reason, null::uuid as id, false as protected, count(*) as persons from judged
        where reason is not null group by reason
      union all
      select null, id, protected, 1 from judged where reason is null`.execute(db);
    const covered = rows.flatMap((row) => (row.id === null ? [] : [{ person: row.id, ref: refOf(row.id) }]));
    if (covered.length > plan.maximumPersons) {
      throw new AccordError(
        "disclosure.too_many_persons",
        `The scope has ${covered.length} persons, more than the ${plan.maximumPersons} that the agreement allows.`,
        { where: plan.agreement, remedy: "Amend the agreement's ceiling or narrow its scope." },
      );
    }
    for (const some of chunks(covered, AT_ONCE)) {
      await sql`
        insert into exchange_member (exchange, ref, person)
        select ${exchange}, ref, person from ${recordset(some, "given", { ref: "text", person: "uuid" })}`.execute(
        db,
      );
    }
    await refreshStatistics(transaction);
    const count = (reason: string) => Number(rows.find((row) => row.reason === reason)?.persons ?? 0);
    const withheld: WithheldCounts = {
      inactive: count("inactive"),
      notInScope: count("notInScope"),
      excluded: count("excluded"),
      noConsent: count("noConsent"),
      objected: count("objected"),
      protectedLocation: rows.filter((row) => row.protected).length,
    };
    await sql`
      insert into exchange_pin (exchange, agreement_digest, persons, withheld, recipient, purpose)
      values (${exchange}, ${plan.agreementDigest}, ${covered.length}, ${JSON.stringify(withheld)}::jsonb,
              ${plan.to}, ${plan.purpose})`.execute(db);
    return { persons: covered.length, withheld };
  });
}
