import type { AttributeName } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { type Purged, purgeExpired } from "./purge-expired.ts";

/**
 * Deletes what a partner disclosed under an agreement, with its templates; persons who were held here by the partner
 * alone and of whom nothing is left are erased. Links stand, under pseudonyms that name nobody.
 * @param ended.now ISO 8601 in UTC
 */
export async function deleteReceived(
  session: Session,
  context: RegistryContext,
  ended: { readonly agreement: string; readonly now: string },
): Promise<Purged> {
  const { agreement, now } = ended;
  return session.transaction(async (transaction) => {
    await sql`
      update statement s set retention_until = ${now}, retention =
        (select jsonb_object_agg(said.key, ${now}::text) from jsonb_each(s.states) said)
      where s.agreement = ${agreement} and s.states <> '{}'`.execute(transaction.db);
    return purgeExpired(transaction, context, now);
  });
}

/**
 * Holds what was received under an agreement to the terms of the one that amends it: each attribute may be kept as long as
 * both allow, and one that the new terms do not grant may not be kept at all. From then on it counts as received under the
 * new one.
 * @param terms.days days after receipt by attribute; an attribute that is absent is deleted
 * @returns statements that were looked at
 */
export async function cutReceived(
  session: Session,
  context: RegistryContext,
  terms: {
    readonly from: string;
    readonly to: string;
    readonly days: Partial<Record<AttributeName, number>>;
    readonly now: string;
  },
): Promise<number> {
  const { from, to, days, now } = terms;
  return session.transaction(async (transaction) => {
    const cut = await sql`
      update statement s set agreement = ${to}, retention = cut.retention, retention_until = cut.next
      from (
        select subject, source, id, jsonb_object_agg(name, until) as retention, min(until) as next
        from (
          select held.subject, held.source, held.id, said.key as name,
            least(coalesce(held.retention->>said.key, '9999'),
              case when ${JSON.stringify(days)}::jsonb ? said.key
                then to_char((held.recorded_at::timestamptz
                       + make_interval(days => (${JSON.stringify(days)}::jsonb->>said.key)::int)) at time zone 'utc',
                       'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                else ${now}::text end) as until
          from statement held, jsonb_each(held.states) said
          where held.agreement = ${from}
        ) each_attribute group by subject, source, id
      ) cut
      where s.subject = cut.subject and s.source = cut.source and s.id = cut.id`.execute(transaction.db);
    await purgeExpired(transaction, context, now);
    return Number(cut.numAffectedRows ?? 0n);
  });
}
