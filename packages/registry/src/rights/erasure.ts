import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";

/** A person asked; a person withdrew, here or at a partner; what may be kept no longer. */
export type ErasureReason = "request" | "withdrawal" | "retention";

/** Erased rows stay in the store's free space and log until a scrub rewrites them; it comes within this time. */
const SCRUB_WITHIN_HOURS = 24;

const HOUR_MILLISECONDS = 3_600_000;

/** How an erasure stands: from `scrubbedAt` on, the store's files hold nothing of it. */
export interface Erasure {
  readonly id: string;
  readonly reason: ErasureReason;
  readonly persons: number;
  readonly erasedAt: string;
  readonly scrubBy: string;
  readonly scrubbedAt: string | undefined;
}

/** Notes that rows were erased in this transaction, and that a scrub is owed; `erased` are persons who are erased whole. */
export async function owesScrub(
  session: Session,
  context: RegistryContext,
  owed: {
    readonly reason: ErasureReason;
    readonly persons: number;
    readonly by: string;
    readonly erased: readonly string[];
  },
): Promise<Erasure> {
  const erasedAt = context.now();
  const erasure = {
    id: context.newId(),
    reason: owed.reason,
    persons: owed.persons,
    erasedAt,
    scrubBy: new Date(Date.parse(erasedAt) + SCRUB_WITHIN_HOURS * HOUR_MILLISECONDS).toISOString(),
    scrubbedAt: undefined,
  };
  await sql`
    insert into erasure (id, reason, persons, erased_at, erased_by, scrub_by)
    values (${erasure.id}, ${erasure.reason}, ${erasure.persons}, ${erasedAt}, ${owed.by}, ${erasure.scrubBy})`.execute(
    session.db,
  );
  await sql`
    insert into erased_person (person, erasure)
    select person, ${erasure.id} from unnest(${owed.erased}::uuid[]) person
    on conflict do nothing`.execute(session.db);
  return erasure;
}

/** Erasures whose scrub is still owed, the earliest due first. */
export async function unscrubbedErasures(session: Session): Promise<readonly Erasure[]> {
  return erasuresWhere(session, sql`scrubbed_at is null`);
}

/** The erasure that took this person; undefined where they were not erased. */
export async function erasureOf(session: Session, person: string): Promise<Erasure | undefined> {
  const found = await erasuresWhere(
    session,
    sql`id = (select erasure from erased_person where person::text = ${person})`,
  );
  return found[0];
}

async function erasuresWhere(
  session: Session,
  condition: ReturnType<typeof sql>,
): Promise<readonly Erasure[]> {
  const { rows } = await sql<{
    id: string;
    reason: ErasureReason;
    persons: number;
    erased_at: string;
    scrub_by: string;
    scrubbed_at: string | null;
  }>`
    select id, reason, persons, erased_at, scrub_by, scrubbed_at from erasure where ${condition}
    order by scrub_by, id`.execute(session.db);
  return rows.map((row) => ({
    id: row.id,
    reason: row.reason,
    persons: row.persons,
    erasedAt: row.erased_at,
    scrubBy: row.scrub_by,
    scrubbedAt: row.scrubbed_at ?? undefined,
  }));
}
