import { sql } from "kysely";
import type { Session } from "./store.ts";

/**
 * Lets the planner know how the tables are filled. The embedded store has no autovacuum to do it, and after a large
 * import the planner would take a person's few rows for hundreds and read whole tables for each. Under a second at
 * 100,000 persons; safe inside a transaction.
 */
export async function refreshStatistics(session: Session): Promise<void> {
  await sql`analyze person, household, statement, identifier, consent, encounter, fingerprint, link, exchange_member`.execute(
    session.db,
  );
}
