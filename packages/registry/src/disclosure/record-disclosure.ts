import type { DisclosurePlan } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { grantedAttributes } from "./granted-columns.ts";

/**
 * Notes on each person's file that they were read for the recipient under these terms. Whoever builds a disclosure does
 * this in the same transaction, so that none is built without a trace.
 */
export async function recordDisclosure(
  session: Session,
  context: RegistryContext,
  exchange: string,
  plan: DisclosurePlan,
  persons: readonly { readonly person: string; readonly consented: boolean }[],
): Promise<void> {
  if (persons.length === 0) return;
  const attributes = (consented: boolean) =>
    JSON.stringify([...grantedAttributes(plan, { consented })].sort());
  await sql`
    insert into disclosure_terms (exchange, tier, agreement, agreement_digest, recipient, purpose, attributes, without_consent)
    values (${exchange}, ${plan.tier}, ${plan.agreement}, ${plan.agreementDigest}, ${plan.to}, ${plan.purpose},
            ${attributes(true)}::jsonb, ${attributes(false)}::jsonb)
    on conflict do nothing`.execute(session.db);
  for (const consented of [true, false]) {
    const of = persons.filter((each) => each.consented === consented).map((each) => each.person);
    if (of.length === 0) continue;
    await sql`
      insert into disclosure (person, exchange, tier, agreement_digest, at, consented)
      select person, ${exchange}, ${plan.tier}, ${plan.agreementDigest}, ${context.now()}, ${consented}
      from unnest(${of}::uuid[]) person
      on conflict do nothing`.execute(session.db);
  }
}
