import type { DisclosurePlan } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { planConditions } from "../disclosure/scope.ts";
import { chunks, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { linkedWith } from "./pin-changes.ts";

const AT_ONCE = 10_000;

/** Nothing that is said of them is sent again, unless they are linked: they are compared only. */
export const NOTHING_MORE = "9223372036854775807";

/**
 * Pins every own person whom the plan covers, who is not linked with the recipient's and is not pinned yet: to be
 * compared here with what the partner sends (`candidate`: they are disclosed to nobody), or to be sent for comparison.
 * @returns how many were pinned
 */
export async function pinUnlinked(
  session: Session,
  context: RegistryContext,
  pin: {
    readonly exchange: string;
    readonly plan: DisclosurePlan;
    readonly refOf: (person: string) => string;
    readonly candidate: boolean;
  },
): Promise<number> {
  const { exchange, plan, refOf, candidate } = pin;
  return session.transaction(async ({ db }) => {
    const { active, inScope, unopposed, notExcluded, covered } = planConditions(plan, context.now());
    const { rows } = await sql<{ id: string }>`
      select p.id from person p
      where p.holder = ${context.agency} and ${active} and ${inScope} and ${notExcluded} and ${covered}
        and ${unopposed} and not ${linkedWith(plan, sql`p.id`)}
        and not exists (select 1 from exchange_member m where m.exchange = ${exchange} and m.person = p.id)`.execute(
      db,
    );
    const members = rows.map(({ id }) => ({ person: id, ref: refOf(id) }));
    for (const some of chunks(members, AT_ONCE)) {
      await sql`
        insert into exchange_member (exchange, ref, person, candidate, since)
        select ${exchange}, ref, person, ${candidate}, ${candidate ? null : NOTHING_MORE}::bigint
        from ${recordset(some, "given", { ref: "text", person: "uuid" })}`.execute(db);
    }
    if (!candidate && members.length > 0) {
      await sql`update exchange_pin set persons = persons + ${members.length} where exchange = ${exchange}`.execute(
        db,
      );
    }
    return members.length;
  });
}

/**
 * Pins own persons whom the partner names by pseudonyms under which an earlier exchange disclosed them to it, so that a
 * decision on them counts in this one.
 */
export async function pinDisclosed(
  session: Session,
  pin: {
    readonly exchange: string;
    readonly partner: string;
    /** Digest. */
    readonly agreement: string;
    readonly refs: readonly string[];
  },
): Promise<void> {
  await sql`
    insert into exchange_member (exchange, ref, person)
    select distinct ${pin.exchange}, m.ref, m.person
    from exchange_member m join in_step_base b on b.exchange = m.exchange
    where b.partner = ${pin.partner} and b.agreement = ${pin.agreement}
      and m.ref = any(${pin.refs}::text[]) and m.left_at is null and not m.candidate
    on conflict (exchange, ref) do update set candidate = false`.execute(session.db);
}
