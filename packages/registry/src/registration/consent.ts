import { sql } from "kysely";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import type { Consent } from "./registration.ts";

/**
 * Records a person's consents and refusals; of two on the same recipient and purpose the later one counts, and at the
 * same instant the refusal.
 */
export async function recordConsents(
  session: Session,
  consents: readonly (Consent & { readonly person: string })[],
): Promise<void> {
  if (consents.length === 0) return;
  const rows = consents.map((consent) => ({ ...consent, asserted_at: consent.assertedAt }));
  await sql`
    insert into consent as held (person, recipient, purpose, asserted_at, given)
    select person, recipient, purpose, asserted_at, bool_and(given)
    from ${recordset(rows, "said", {
      person: "uuid",
      recipient: "text",
      purpose: "text",
      asserted_at: "text",
      given: "boolean",
    })}
    group by person, recipient, purpose, asserted_at
    on conflict (person, recipient, purpose, asserted_at) do update set given = held.given and excluded.given
    where held.given and not excluded.given`.execute(session.db);
}
