import type { DisclosurePlan } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { grantedAttributes } from "./granted-columns.ts";
import { readableMembers } from "./readable-members.ts";
import { checkPlan } from "./scope.ts";

/**
 * The partner's own number of pinned persons, where one was noted at registration: one that the persons carry as an
 * identifier which that agency issued. Only of whom the plan covers now and grants `person.agencyId`; persons with none, or
 * with several, are absent.
 */
export async function partnerNumbers(
  session: Session,
  context: RegistryContext,
  page: {
    readonly exchange: string;
    readonly plan: DisclosurePlan;
    readonly issuer: string;
    readonly refs: readonly string[];
  },
): Promise<ReadonlyMap<string, string>> {
  const { exchange, plan, issuer, refs } = page;
  checkPlan(plan, context.agency, ["match"]);
  const members = await readableMembers(session, context, plan, {
    exchange,
    refs: sql`m.ref = any(${refs}::text[])`,
  });
  const readable = members.filter((member) => grantedAttributes(plan, member).includes("person.agencyId"));
  const persons = readable.map((member) => member.person);
  const { rows } = await sql<{ person: string; value: string }>`
    select person, min(value) as value from identifier
    where person = any(${persons}::uuid[]) and kind = 'agencyId' and lower(issuer) = ${issuer.toLowerCase()}
    group by person having count(*) = 1`.execute(session.db);
  const values = new Map(rows.map((row) => [row.person, row.value]));
  return new Map(
    readable.flatMap(({ ref, person }) => {
      const value = values.get(person);
      return value === undefined ? [] : [[ref, value] as const];
    }),
  );
}
