import { type Method, Place } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import { insertStatements, type NewStatement } from "../current/insert-statements.ts";
import { materialise } from "../current/materialise.ts";
import { statementIds } from "../registration/statement-id.ts";
import type { Session } from "../store/store.ts";
import { isUuid } from "../store/uuid.ts";

/** That an own person was met somewhere: at a verification, a distribution, a registration. */
export interface Meeting {
  readonly person: string;
  readonly place: Place;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly method: Method;
}

export type MeetingOutcome =
  | { readonly kind: "recorded" | "unchanged" }
  | { readonly kind: "rejected"; readonly code: string; readonly reason: string };

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/**
 * Puts on each person's file that they were met at a place and when: a statement of the own agency, so that it is told
 * to a partner as any other is, if a clause grants `person.encounterPlace`. The same meeting again is `unchanged`; the
 * n-th outcome is the n-th meeting's.
 */
export async function recordMeetings(
  session: Session,
  context: RegistryContext,
  meetings: readonly Meeting[],
): Promise<readonly MeetingOutcome[]> {
  return session.transaction(async (transaction) => {
    const asked = meetings.map(({ person }) => person).filter(isUuid);
    const { rows } = await sql<{ id: string }>`
      select id from person where holder = ${context.agency} and status <> 'erased' and id = any(${asked}::uuid[])`.execute(
      transaction.db,
    );
    const own = new Set(rows.map((row) => row.id));
    const idOf = await statementIds(transaction);
    const recordedAt = context.now();
    const statements = meetings.map((meeting) =>
      own.has(meeting.person) && isWell(meeting)
        ? statementOf(meeting, context, recordedAt, idOf("meeting", context.agency, meeting))
        : undefined,
    );
    const changed = await insertStatements(
      transaction,
      statements.filter((one) => one !== undefined),
    );
    await materialise(transaction, [...own]);
    return statements.map((statement, at): MeetingOutcome => {
      if (statement !== undefined)
        return { kind: changed.has(`${statement.subject}/${statement.id}`) ? "recorded" : "unchanged" };
      return isWell(meetings[at]!)
        ? { kind: "rejected", code: "meeting.unknown_person", reason: "person: there is none here" }
        : { kind: "rejected", code: "meeting.malformed", reason: "place or at: not of its form" };
    });
  });
}

const isWell = ({ place, at }: Meeting): boolean => Place.safeParse(place).success && INSTANT.test(at);

function statementOf(
  { person, place, at, method }: Meeting,
  context: RegistryContext,
  recordedAt: string,
  id: string,
): NewStatement {
  return {
    subject: person,
    subject_kind: "person",
    id,
    source: context.agency,
    method,
    asserted_at: at,
    recorded_at: recordedAt,
    clock: context.tick(),
    states: { "person.encounterPlace": { state: "known", value: place } },
  };
}
