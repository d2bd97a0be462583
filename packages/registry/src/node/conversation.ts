import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** A conversation with a partner as a node persists it; `state` is the protocol's own, opaque here. */
export interface ConversationRow {
  readonly id: string;
  readonly kind: string;
  readonly agreementDigest: string;
  readonly partner: string;
  readonly opener: string;
  readonly step: string;
  readonly persons: number;
  readonly state: unknown;
  /** Until when what it waits for must have come; undefined where it waits for nothing, or is overdue already. */
  readonly dueAt: string | undefined;
  readonly beganAt: string;
  readonly updatedAt: string;
}

/** Inserts or replaces. */
export async function saveConversation(session: Session, row: ConversationRow): Promise<void> {
  const { id, kind, agreementDigest, partner, opener, step, persons, state, dueAt, beganAt, updatedAt } = row;
  await sql`
    insert into conversation as held
      (id, kind, agreement_digest, partner, opener, step, size, state, due_at, began_at, updated_at)
    values (${id}, ${kind}, ${agreementDigest}, ${partner}, ${opener}, ${step}, ${persons},
            ${JSON.stringify(state)}::jsonb, ${dueAt ?? null}, ${beganAt}, ${updatedAt})
    on conflict (id) do update set step = excluded.step, size = excluded.size, state = excluded.state,
      due_at = excluded.due_at, updated_at = excluded.updated_at where held.kind = excluded.kind`.execute(
    session.db,
  );
}

export async function readConversation(
  session: Session,
  kind: string,
  id: string,
): Promise<ConversationRow | undefined> {
  const { rows } = await sql<Stored>`
    select ${COLUMNS} from conversation where id = ${id} and kind = ${kind}`.execute(session.db);
  return rows[0] && conversationOf(rows[0]);
}

/** Newest first; at most 1,000. */
export async function listConversations(session: Session, kind: string): Promise<readonly ConversationRow[]> {
  const { rows } = await sql<Stored>`
    select ${COLUMNS} from conversation where kind = ${kind} order by began_at desc, id limit 1000`.execute(
    session.db,
  );
  return rows.map(conversationOf);
}

/** Those that wait for something whose time has come at an instant (ISO 8601 in UTC). */
export async function dueConversations(
  session: Session,
  kind: string,
  at: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from conversation where kind = ${kind} and due_at <= ${at} order by due_at, id limit 1000`.execute(
    session.db,
  );
  return rows.map((row) => row.id);
}

/** Those with messages that the partner has not taken. */
export async function undeliveredConversations(session: Session, kind: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct c.id from conversation c join outbox o on o.exchange = c.id::text
    where c.kind = ${kind} and o.acknowledged_at is null order by 1 limit 1000`.execute(session.db);
  return rows.map((row) => row.id);
}

/** Persons of other conversations under the agreement that began on a day (`YYYY-MM-DD`), by who began them. */
export async function personsBegunOn(
  session: Session,
  of: { readonly agreement: string; readonly kind: string; readonly day: string; readonly except: string },
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ opener: string; persons: string }>`
    select opener, sum(size) as persons from conversation
    where agreement_digest = ${of.agreement} and kind = ${of.kind} and left(began_at, 10) = ${of.day}
      and id <> ${of.except} group by opener`.execute(session.db);
  return new Map(rows.map((row) => [row.opener, Number(row.persons)]));
}

interface Stored {
  readonly id: string;
  readonly kind: string;
  readonly agreement_digest: string;
  readonly partner: string;
  readonly opener: string;
  readonly step: string;
  readonly persons: number;
  readonly state: unknown;
  readonly due_at: string | null;
  readonly began_at: string;
  readonly updated_at: string;
}

const COLUMNS = sql.raw(
  "id, kind, agreement_digest, partner, opener, step, size as persons, state, due_at, began_at, updated_at",
);

function conversationOf(row: Stored): ConversationRow {
  const { id, kind, partner, opener, step, persons, state } = row;
  return {
    id,
    kind,
    agreementDigest: row.agreement_digest,
    partner,
    opener,
    step,
    persons,
    state,
    dueAt: row.due_at ?? undefined,
    beganAt: row.began_at,
    updatedAt: row.updated_at,
  };
}
