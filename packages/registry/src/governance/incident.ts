import { sql } from "kysely";
import type { Session } from "../store/store.ts";
import type { IncidentSelection, IncidentSource, Reached } from "./reached-persons.ts";
import { openWords, sealWords } from "./sealed-words.ts";

/** How it came about, as far as is known when it is opened. */
export const INCIDENT_CAUSES = [
  "lost",
  "stolen",
  "coerced",
  "intrusion",
  "misuse",
  "mistake",
  "notKnown",
] as const;
type IncidentCause = (typeof INCIDENT_CAUSES)[number];

/** How it ended. */
export const INCIDENT_OUTCOMES = ["contained", "dataReached", "notAnIncident", "drillEnded"] as const;
export type IncidentOutcome = (typeof INCIDENT_OUTCOMES)[number];

export interface Incident {
  readonly id: string;
  /** An exercise: marked as one wherever it is told. */
  readonly drill: boolean;
  readonly source: IncidentSource;
  readonly cause: IncidentCause;
  readonly selection: IncidentSelection;
  readonly openedAt: string;
  readonly openedBy: string;
  /** Who was reached, as counted when it was opened. */
  readonly answer: Reached;
  /** SHA-256 of the list of persons as it was then. */
  readonly commitment: string;
  readonly closedAt: string | undefined;
  readonly closedBy: string | undefined;
  readonly outcome: IncidentOutcome | undefined;
}

export async function addIncident(
  session: Session,
  incident: Omit<Incident, "closedAt" | "closedBy" | "outcome">,
  words: string | undefined,
): Promise<void> {
  const { id, drill, source, cause, selection, openedAt, openedBy, answer, commitment } = incident;
  const sealed = await sealWords(session, id, words);
  await sql`
    insert into incident (id, drill, source, cause, selection, opened_at, opened_by, answer, commitment, words)
    values (${id}, ${drill}, ${source}, ${cause}, ${JSON.stringify(selection)}::jsonb, ${openedAt}, ${openedBy},
            ${JSON.stringify(answer)}::jsonb, ${commitment}, ${sealed})`.execute(session.db);
}

/** False where it is closed already, or not known. */
export async function closeIncident(
  session: Session,
  close: {
    readonly id: string;
    readonly at: string;
    readonly by: string;
    readonly outcome: IncidentOutcome;
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update incident set closed_at = ${close.at}, closed_by = ${close.by}, outcome = ${close.outcome}
    where id::text = ${close.id} and closed_at is null`.execute(session.db);
  return numAffectedRows === 1n;
}

/** Newest first; the one of an id where given. */
export async function listIncidents(
  session: Session,
  selection: { readonly id?: string | undefined; readonly open?: true } = {},
): Promise<readonly Incident[]> {
  const { rows } = await sql<IncidentRow>`
    select id, drill, source, cause, selection, opened_at, opened_by, answer, commitment, closed_at, closed_by, outcome
    from incident
    where ${selection.id === undefined ? sql`true` : sql`id::text = ${selection.id}`}
      and ${selection.open === true ? sql`closed_at is null` : sql`true`}
    order by opened_at desc, id limit 1000`.execute(session.db);
  return rows.map((row) => ({
    id: row.id,
    drill: row.drill,
    source: row.source,
    cause: row.cause,
    selection: row.selection,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    answer: row.answer,
    commitment: row.commitment,
    closedAt: row.closed_at ?? undefined,
    closedBy: row.closed_by ?? undefined,
    outcome: row.outcome ?? undefined,
  }));
}

/** What was written down of it; undefined where nothing was. */
export async function incidentWords(session: Session, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ words: Uint8Array | null }>`
    select words from incident where id::text = ${id}`.execute(session.db);
  return openWords(session, id, rows[0]?.words ?? null);
}

interface IncidentRow {
  readonly id: string;
  readonly drill: boolean;
  readonly source: IncidentSource;
  readonly cause: IncidentCause;
  readonly selection: IncidentSelection;
  readonly opened_at: string;
  readonly opened_by: string;
  readonly answer: Reached;
  readonly commitment: string;
  readonly closed_at: string | null;
  readonly closed_by: string | null;
  readonly outcome: IncidentOutcome | null;
}
