import { sql } from "kysely";
import { type Expiring, previewExpired } from "../incoming/purge-expired.ts";
import type { RequestKind } from "../rights/request.ts";
import type { Session } from "../store/store.ts";

/** The latest word of each person to each recipient and purpose, counted by the language it was asked in. */
export interface ConsentsByLanguage {
  /** `notRecorded` where the word came with an import. */
  readonly language: string;
  readonly given: number;
  readonly refused: number;
  readonly withdrawn: number;
}

export async function consentsByLanguage(session: Session): Promise<readonly ConsentsByLanguage[]> {
  const { rows } = await sql<ConsentsByLanguage>`
    with latest as (
      select distinct on (person, recipient, purpose) given, event, text_digest from consent
      order by person, recipient, purpose, asserted_at desc
    )
    select coalesce(t.language, 'notRecorded') as language,
      count(*) filter (where given)::int as given,
      count(*) filter (where not given and event is distinct from 'withdrawn')::int as refused,
      count(*) filter (where event = 'withdrawn')::int as withdrawn
    from latest left join consent_text t on t.digest = latest.text_digest
    group by 1 order by 1`.execute(session.db);
  return rows;
}

/** Requests of persons by kind, as they stand at an instant (ISO 8601 in UTC). */
export interface RequestsInTime {
  readonly kind: RequestKind;
  readonly answeredInTime: number;
  readonly answeredLate: number;
  readonly open: number;
  readonly overdue: number;
}

export async function requestsInTime(session: Session, now: string): Promise<readonly RequestsInTime[]> {
  const { rows } = await sql<RequestsInTime>`
    select kind,
      count(*) filter (where closed_at <= due_at)::int as "answeredInTime",
      count(*) filter (where closed_at > due_at)::int as "answeredLate",
      count(*) filter (where closed_at is null and due_at >= ${now})::int as "open",
      count(*) filter (where closed_at is null and due_at < ${now})::int as "overdue"
    from rights_request group by 1 order by 1`.execute(session.db);
  return rows;
}

/** What retention takes until an instant, by agreement and attribute. */
export const retentionDue = (session: Session, until: string): Promise<readonly Expiring[]> =>
  previewExpired(session, until);
