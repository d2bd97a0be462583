import { sql } from "kysely";
import type { Session } from "../store/store.ts";
import { isUuid } from "../store/uuid.ts";

/** That a member of staff was shown something of persons. Rows of a person go when the person is erased. */
export interface StaffRead {
  readonly at: string;
  readonly staff: string;
  readonly roles: readonly string[];
  readonly action: string;
  readonly purpose: string;
  /** Whose file it was; absent for an answer that lists many or nobody. */
  readonly person: string | undefined;
  readonly persons: number;
}

/**
 * One row for each person shown who is not erased, or one for the answer where it shows nobody or only counts them.
 * Gives the persons whom it named.
 */
export async function recordRead(
  session: Session,
  read: Omit<StaffRead, "person" | "persons"> & {
    readonly shown: readonly string[];
    /** How many were shown, where they are not named. */
    readonly counted?: number;
  },
): Promise<readonly string[]> {
  const { shown, counted = 0, at, staff, roles, action, purpose } = read;
  const columns = sql`${at}, ${staff}, ${JSON.stringify(roles)}::jsonb, ${action}, ${purpose}`;
  const into = sql`insert into staff_read (at, staff, roles, action, purpose, person, persons)`;
  const named = await sql<{ person: string }>`
    ${into} select ${columns}, id, 1 from person
    where id = any(${[...new Set(shown)]}::uuid[]) and status <> 'erased' order by id returning person`.execute(
    session.db,
  );
  if (named.rows.length === 0) await sql`${into} values (${columns}, null, ${counted})`.execute(session.db);
  return named.rows.map((row) => row.person);
}

/** Reads by person, member of staff and time (ISO 8601, from inclusive, until exclusive); newest first. */
export async function listReads(
  session: Session,
  selection: {
    readonly person?: string | undefined;
    readonly staff?: string | undefined;
    readonly from?: string | undefined;
    readonly until?: string | undefined;
    readonly limit?: number | undefined;
  } = {},
): Promise<readonly StaffRead[]> {
  const { person, staff, from, until, limit = 500 } = selection;
  if (person !== undefined && !isUuid(person)) return [];
  let query = session.db.selectFrom("staff_read").selectAll();
  if (person !== undefined) query = query.where("person", "=", person);
  if (staff !== undefined) query = query.where("staff", "=", staff);
  if (from !== undefined) query = query.where("at", ">=", from);
  if (until !== undefined) query = query.where("at", "<", until);
  const rows = await query.orderBy("id", "desc").limit(limit).execute();
  return rows.map(({ id: _, person: whose, ...read }) => ({ ...read, person: whose ?? undefined }));
}

/** Whether a session sees each of these persons: for a member of staff, whether all are of their sites. */
export async function seesPersons(session: Session, persons: readonly string[]): Promise<boolean> {
  const ids = [...new Set(persons)];
  if (!ids.every(isUuid)) return false;
  const { rows } = await sql<{ seen: number }>`
    select count(*)::int as seen from person where id = any(${ids}::uuid[])`.execute(session.db);
  return rows[0]!.seen === ids.length;
}
