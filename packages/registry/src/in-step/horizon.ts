import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/**
 * The number below which every transaction has ended: what a later reader takes from here on misses no change that a
 * transaction under way now commits later. What such a transaction wrote is read twice, which changes nothing.
 */
export async function changeHorizon(session: Session): Promise<number> {
  const { rows } = await sql<{ horizon: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`.execute(session.db);
  return Number(rows[0]!.horizon);
}

/** The agency's persons whose files were registered or joined since a horizon: those who may stand twice. */
export async function newPersonsSince(
  session: Session,
  { agency, since }: { readonly agency: string; readonly since: number },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from person where renewed >= ${since} and holder = ${agency}
      and status not in ('deactivated', 'erased')`.execute(session.db);
  return new Set(rows.map((row) => row.id));
}

/** Which server counts the transactions: numbers of another one say nothing here. */
export async function serverIdentity(session: Session): Promise<string> {
  const { rows } = await sql<{ server: string }>`
    select system_identifier::text as server from pg_control_system()`.execute(session.db);
  return rows[0]!.server;
}
