import { type AttributeName, type Authority, equalAuthority } from "@accord/vocabulary";
import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** The authority that holds for a person or household, given the agreements under which foreign statements stand there. */
export type AuthorityOf = (agreements: readonly string[]) => Authority;

/** How strong a source is for an attribute under an agreement; higher is stronger, absent is 0. */
export interface AuthorityRank {
  readonly attribute: AttributeName;
  readonly source: string;
  readonly rank: number;
}

/** Records an agreement's authority, replacing what stood; later materialisations of linked persons follow it. */
export async function recordAuthority(
  session: Session,
  agreement: string,
  ranks: readonly AuthorityRank[],
): Promise<void> {
  await session.transaction(async ({ db }) => {
    await sql`delete from authority where agreement = ${agreement}`.execute(db);
    await sql`
      insert into authority (agreement, attribute, source, rank)
      select ${agreement}, attribute, source, rank
      from jsonb_to_recordset(${JSON.stringify(ranks)}::jsonb) as given(attribute text, source text, rank integer)`.execute(
      db,
    );
  });
}

/** The recorded authorities; under several agreements a source has the highest of its ranks. */
export async function storedAuthority(session: Session): Promise<AuthorityOf> {
  const { rows } = await sql<AuthorityRank & { agreement: string }>`
    select agreement, attribute, source, rank from authority`.execute(session.db);
  if (rows.length === 0) return () => equalAuthority;
  const ranks = new Map(rows.map((row) => [keyOf(row.agreement, row.attribute, row.source), row.rank]));
  return (agreements) =>
    agreements.length === 0
      ? equalAuthority
      : (attribute, source) =>
          Math.max(...agreements.map((agreement) => ranks.get(keyOf(agreement, attribute, source)) ?? 0));
}

const keyOf = (agreement: string, attribute: string, source: string) =>
  JSON.stringify([agreement, attribute, source]);
