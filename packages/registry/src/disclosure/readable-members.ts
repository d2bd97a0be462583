import type { DisclosurePlan } from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { groupBy } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { planConditions, protectsLocation } from "./scope.ts";

/** A pinned person whom the plan covers at this moment. */
export interface ReadableMember {
  readonly ref: string;
  readonly person: string;
  readonly protected: boolean;
  readonly consented: boolean;
}

/**
 * Pinned persons in order of pseudonym, judged anew: who moved out of scope, withdrew consent, objected, was restricted or
 * is excluded since the pinning is not among them.
 */
export async function readableMembers(
  session: Session,
  context: RegistryContext,
  plan: DisclosurePlan,
  selection: { readonly exchange: string; readonly refs: RawBuilder<unknown>; readonly limit?: number },
): Promise<readonly ReadableMember[]> {
  const { active, inScope, unopposed, notExcluded, consented, disclosable } = planConditions(
    plan,
    context.now(),
  );
  const { rows } = await sql<ReadableMember>`
    select m.ref, m.person, ${protectsLocation} as protected, ${consented} as consented
    from exchange_member m join person p on p.id = m.person
    where m.exchange = ${selection.exchange} and ${selection.refs}
      and ${active} and ${inScope} and ${notExcluded} and ${disclosable} and ${unopposed}
    order by m.ref ${selection.limit === undefined ? sql`` : sql`limit ${selection.limit}`}`.execute(
    session.db,
  );
  return rows;
}

/** Groups of which the same attributes may be read. */
export function alike(members: readonly ReadableMember[]): readonly (readonly ReadableMember[])[] {
  return [...groupBy(members, (member) => `${member.protected} ${member.consented}`).values()];
}
