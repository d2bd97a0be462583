import { sql } from "kysely";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import type { Identifier } from "./registration.ts";

/** Adds identifiers to persons; one that is there already stays. */
export async function insertIdentifiers(
  session: Session,
  identifiers: readonly (Identifier & { readonly person: string })[],
): Promise<void> {
  if (identifiers.length === 0) return;
  await sql`
    insert into identifier (value, kind, issuer, person)
    select value, kind, issuer, person
    from ${recordset(identifiers, "given", { value: "text", kind: "text", issuer: "text", person: "uuid" })}
    on conflict do nothing`.execute(session.db);
}
