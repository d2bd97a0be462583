import { type DisclosurePlan, TIERS } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { checkPlan, planConditions } from "./scope.ts";

/** Why a person was not pinned, in the order in which it is asked. */
export type NotPinned = "unknown" | "inactive" | "notInScope" | "excluded" | "noConsent" | "objected";

/**
 * Pins named own persons to an act of disclosure that is no exchange of registries: those whom the plan covers, each
 * under `refOf(person id)`; a duplicate's file stands for the person who is kept. What is pinned can be read under the
 * plan, and is told to erase like everything else that left.
 * @param pin.act id of the referral or question
 */
export async function pinPersons(
  session: Session,
  context: RegistryContext,
  pin: {
    readonly act: string;
    readonly plan: DisclosurePlan;
    readonly persons: readonly string[];
    readonly refOf: (person: string) => string;
  },
): Promise<{ readonly refs: ReadonlyMap<string, string>; readonly left: ReadonlyMap<NotPinned, number> }> {
  const { act, plan, persons, refOf } = pin;
  checkPlan(plan, context.agency, TIERS);
  return session.transaction(async ({ db }) => {
    const { active, inScope, unopposed, notExcluded, disclosable } = planConditions(plan, context.now());
    const { rows } = await sql<{ id: string; reason: Exclude<NotPinned, "unknown"> | null }>`
      select p.id,
        case when not ${active} then 'inactive'
             when not ${inScope} then 'notInScope'
             when not ${notExcluded} then 'excluded'
             when not ${disclosable} then 'noConsent'
             when not ${unopposed} then 'objected' end as reason
      from person p
      where p.holder = ${context.agency} and p.status <> 'erased' and p.id in (
        select view_of from person where id = any(${persons}::uuid[]))`.execute(db);
    const refs = new Map(rows.flatMap(({ id, reason }) => (reason === null ? [[id, refOf(id)]] : [])));
    const left = new Map<NotPinned, number>();
    for (const { reason } of rows) if (reason !== null) left.set(reason, (left.get(reason) ?? 0) + 1);
    if (rows.length === 0 && persons.length > 0) left.set("unknown", persons.length);
    const members = [...refs].map(([person, ref]) => ({ person, ref }));
    await sql`
      insert into exchange_pin (exchange, agreement_digest, persons, withheld, recipient, purpose)
      values (${act}, ${plan.agreementDigest}, ${members.length}, ${JSON.stringify(Object.fromEntries(left))}::jsonb,
              ${plan.to}, ${plan.purpose})
      on conflict (exchange) do nothing`.execute(db);
    await sql`
      insert into exchange_member (exchange, ref, person)
      select ${act}, ref, person from ${recordset(members, "given", { ref: "text", person: "uuid" })}
      on conflict do nothing`.execute(db);
    return { refs, left };
  });
}

/** Own persons of an act who withdrew their consent to it, or were erased, since they were pinned. */
export async function leftAct(session: Session, act: string): Promise<number> {
  const { rows } = await sql<{ left: string }>`
    select count(*) as left from exchange_member where exchange = ${act} and left_at is not null`.execute(
    session.db,
  );
  return Number(rows[0]?.left ?? 0);
}
