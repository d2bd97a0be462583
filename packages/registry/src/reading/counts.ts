import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** What a node holds, by count. `persons` are the agency's own, deactivated ones among them. */
export interface RegistryCounts {
  readonly persons: number;
  readonly activePersons: number;
  readonly partnerHeldPersons: number;
  readonly households: number;
  readonly fingerprints: number;
  readonly links: number;
  readonly duplicates: number;
  readonly openAdjudications: number;
}

export async function countRegistry(
  session: Session,
  { agency }: { readonly agency: string },
): Promise<RegistryCounts> {
  const { rows } = await sql<RegistryCounts>`
    select
      (select count(*) from person where holder = ${agency} and status <> 'erased') as persons,
      (select count(*) from person where holder = ${agency} and status = 'active') as "activePersons",
      (select count(*) from person where holder <> ${agency} and status <> 'erased') as "partnerHeldPersons",
      (select count(*) from household where holder = ${agency}) as households,
      (select count(*) from fingerprint) as fingerprints,
      (select count(*) from link where undone_at is null) as links,
      (select count(*) from duplicate where undone_at is null) as duplicates,
      (select count(*) from adjudication) as "openAdjudications"`.execute(session.db);
  return rows[0]!;
}
