import type { DisclosurePlan } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";

/**
 * Notes on each person's file that they were read for the recipient under these terms. Whoever builds a disclosure does
 * this in the same transaction, so that none is built without a trace.
 */
export async function recordDisclosure(
  session: Session,
  context: RegistryContext,
  exchange: string,
  plan: DisclosurePlan,
  persons: readonly string[],
): Promise<void> {
  if (persons.length === 0) return;
  const attributes = JSON.stringify(plan.grants.map((grant) => grant.attribute).sort());
  await sql`
    insert into disclosure_terms (exchange, tier, agreement, agreement_digest, recipient, purpose, attributes)
    values (${exchange}, ${plan.tier}, ${plan.agreement}, ${plan.agreementDigest}, ${plan.to}, ${plan.purpose},
            ${attributes}::jsonb)
    on conflict do nothing`.execute(session.db);
  await sql`
    insert into disclosure (person, exchange, tier, agreement_digest, at)
    select person, ${exchange}, ${plan.tier}, ${plan.agreementDigest}, ${context.now()}
    from unnest(${persons}::uuid[]) person
    on conflict do nothing`.execute(session.db);
}
