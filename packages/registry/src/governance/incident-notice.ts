import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** What a partner must be told of an incident under an agreement, and by when. */
export interface IncidentNotice {
  readonly id: string;
  readonly incident: string;
  readonly partner: string;
  readonly agreement: string;
  readonly dueAt: string;
  /** What is told; undefined until staff ask for it to be sent. */
  readonly body: unknown;
  readonly askedAt: string | undefined;
  readonly takenAt: string | undefined;
  /** Why the partner's node refused it for good. */
  readonly refused: string | undefined;
}

/** What a partner told of an incident of its own. */
export interface HeardIncident {
  readonly id: string;
  readonly partner: string;
  readonly body: unknown;
  readonly heardAt: string;
}

export async function addIncidentNotice(
  session: Session,
  notice: Pick<IncidentNotice, "id" | "incident" | "partner" | "agreement" | "dueAt">,
): Promise<void> {
  const { id, incident, partner, agreement, dueAt } = notice;
  await sql`
    insert into incident_notice (id, incident, partner, agreement, due_at)
    values (${id}, ${incident}, ${partner}, ${agreement}, ${dueAt})`.execute(session.db);
}

/** Puts a notice on its way; one that is on it keeps what it says. */
export async function sendIncidentNotice(
  session: Session,
  send: { readonly id: string; readonly body: unknown; readonly at: string },
): Promise<void> {
  await sql`
    update incident_notice set body = ${JSON.stringify(send.body)}::jsonb, asked_at = ${send.at}
    where id = ${send.id} and asked_at is null`.execute(session.db);
}

export async function settleIncidentNotice(
  session: Session,
  settled: { readonly id: string; readonly at: string; readonly refused?: string | undefined },
): Promise<void> {
  const { id, at, refused } = settled;
  await sql`
    update incident_notice set taken_at = ${refused === undefined ? at : null}, refused = ${refused ?? null}
    where id = ${id} and taken_at is null`.execute(session.db);
}

/** The earliest due first; of one incident where given, or those that wait to be taken. */
export async function listIncidentNotices(
  session: Session,
  selection: { readonly incident?: string; readonly onTheirWay?: true } = {},
): Promise<readonly IncidentNotice[]> {
  const { rows } = await sql<NoticeRow>`
    select id, incident, partner, agreement, due_at, body, asked_at, taken_at, refused from incident_notice
    where ${selection.incident === undefined ? sql`true` : sql`incident::text = ${selection.incident}`}
      and ${selection.onTheirWay === true ? sql`asked_at is not null and taken_at is null and refused is null` : sql`true`}
    order by due_at, id limit 1000`.execute(session.db);
  return rows.map((row) => ({
    id: row.id,
    incident: row.incident,
    partner: row.partner,
    agreement: row.agreement,
    dueAt: row.due_at,
    body: row.body,
    askedAt: row.asked_at ?? undefined,
    takenAt: row.taken_at ?? undefined,
    refused: row.refused ?? undefined,
  }));
}

/** True the first time that this notice of this partner is heard. */
export async function keepHeardIncident(session: Session, heard: HeardIncident): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into incident_heard (id, partner, body, heard_at)
    values (${heard.id}, ${heard.partner}, ${JSON.stringify(heard.body)}::jsonb, ${heard.heardAt})
    on conflict do nothing`.execute(session.db);
  return numAffectedRows === 1n;
}

/** Newest first. */
export async function listHeardIncidents(session: Session): Promise<readonly HeardIncident[]> {
  const { rows } = await sql<{ id: string; partner: string; body: unknown; heard_at: string }>`
    select id, partner, body, heard_at from incident_heard order by heard_at desc, id limit 1000`.execute(
    session.db,
  );
  return rows.map(({ heard_at: heardAt, ...row }) => ({ ...row, heardAt }));
}

interface NoticeRow {
  readonly id: string;
  readonly incident: string;
  readonly partner: string;
  readonly agreement: string;
  readonly due_at: string;
  readonly body: unknown;
  readonly asked_at: string | null;
  readonly taken_at: string | null;
  readonly refused: string | null;
}
