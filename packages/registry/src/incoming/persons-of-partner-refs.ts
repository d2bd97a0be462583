import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/**
 * The persons here whom a partner's pseudonyms stand for under an agreement: those with a standing link, and those
 * whom only the partner holds.
 */
export async function personsOfPartnerRefs(
  session: Session,
  selection: { readonly agreement: string; readonly partner: string; readonly refs: readonly string[] },
): Promise<readonly string[]> {
  const { rows } = await sql<{ person: string }>`
    select person from link
    where agreement = ${selection.agreement} and partner_ref = any(${selection.refs}::text[]) and undone_at is null
    union
    select id from person where holder = ${selection.partner} and external_key = any(${selection.refs}::text[])`.execute(
    session.db,
  );
  return rows.map((row) => row.person);
}
