import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";
import { personOfRights } from "./person-of-rights.ts";
import { openDetails, sealDetails } from "./sealed-details.ts";

/** To withdraw consent is no request: it needs nobody's answer. */
export const REQUEST_KINDS = [
  "access",
  "portability",
  "correction",
  "objection",
  "restriction",
  "erasure",
  "complaint",
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** How it was made sure that the request comes from the person (or, for a child, the guardian). */
export const IDENTIFICATIONS = ["fingerprint", "card", "knownToStaff", "guardian"] as const;
export type Identification = (typeof IDENTIFICATIONS)[number];

/** Why a request is refused; each is told to the person with how to complain. */
export const REFUSAL_GROUNDS = [
  "notIdentified",
  "rightsOfOthers",
  "legalObligation",
  "claimOrInvestigation",
  "vitalInterestOfOthers",
  "manifestlyUnfounded",
] as const;
export type RefusalGround = (typeof REFUSAL_GROUNDS)[number];

export interface RightsRequest {
  readonly id: string;
  readonly person: string;
  readonly kind: RequestKind;
  /** In which the person wishes the answer, BCP 47. */
  readonly language: string;
  readonly identifiedBy: Identification;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly dueAt: string;
  readonly closedAt: string | undefined;
  readonly closedBy: string | undefined;
  readonly outcome: "granted" | "refused" | undefined;
  readonly ground: RefusalGround | undefined;
}

const DAY_MILLISECONDS = 86_400_000;

/** Puts a request in the queue, due in so many days. @throws AccordError `person.unknown` */
export async function openRequest(
  session: Session,
  context: RegistryContext,
  request: {
    readonly person: string;
    readonly kind: RequestKind;
    readonly language: string;
    readonly identifiedBy: Identification;
    readonly by: string;
    readonly days: number;
    /** What the person said, in their own words; sealed under their key. */
    readonly words?: string | undefined;
  },
): Promise<RightsRequest> {
  return session.transaction(async (transaction) => {
    const { id: person } = await personOfRights(transaction, request.person);
    const id = context.newId();
    const openedAt = context.now();
    const dueAt = new Date(Date.parse(openedAt) + request.days * DAY_MILLISECONDS).toISOString();
    const details = await sealDetails(
      transaction,
      person,
      `request|${id}`,
      request.words === undefined ? undefined : { words: request.words },
    );
    await sql`
      insert into rights_request (id, person, kind, language, identified_by, opened_at, opened_by, due_at, details)
      values (${id}, ${person}, ${request.kind}, ${request.language}, ${request.identifiedBy}, ${openedAt},
              ${request.by}, ${dueAt}, ${details})`.execute(transaction.db);
    return (await requestsWhere(transaction, sql`id = ${id}`))[0]!;
  });
}

/** @throws AccordError `request.not_open` */
export async function closeRequest(
  session: Session,
  context: RegistryContext,
  close: {
    readonly request: string;
    readonly by: string;
    readonly outcome: "granted" | "refused";
    readonly ground?: RefusalGround | undefined;
  },
): Promise<RightsRequest> {
  return session.transaction(async (transaction) => {
    const closed = await sql`
      update rights_request set closed_at = ${context.now()}, closed_by = ${close.by}, outcome = ${close.outcome},
        ground = ${close.ground ?? null}
      where id::text = ${close.request} and closed_at is null`.execute(transaction.db);
    if (closed.numAffectedRows !== 1n) {
      throw new AccordError("request.not_open", "there is no such request, or it was answered before", {
        where: "request",
        remedy: "List the open ones with `accord person rights requests`.",
      });
    }
    return (await requestsWhere(transaction, sql`id::text = ${close.request}`))[0]!;
  });
}

/** Open ones, the earliest due first. */
export async function openRequests(session: Session): Promise<readonly RightsRequest[]> {
  return requestsWhere(session, sql`closed_at is null`);
}

/** Of these files, answered ones among them. */
export async function requestsOf(
  session: Session,
  files: readonly string[],
): Promise<readonly RightsRequest[]> {
  return requestsWhere(session, sql`person = any(${files}::uuid[])`);
}

/** Whose request it is and what they said; words are absent where nothing was written down or the person was erased. */
export async function requestWords(
  session: Session,
  request: string,
): Promise<{ readonly person: string; readonly words: string | undefined } | undefined> {
  const { rows } = await sql<{ id: string; person: string; details: Uint8Array | null }>`
    select id, person, details from rights_request where id::text = ${request}`.execute(session.db);
  const row = rows[0];
  if (row === undefined) return undefined;
  const said = await openDetails<{ words: string }>(session, row.person, `request|${row.id}`, row.details);
  return { person: row.person, words: said?.words };
}

async function requestsWhere(
  session: Session,
  condition: ReturnType<typeof sql>,
): Promise<readonly RightsRequest[]> {
  const { rows } = await sql<RequestRow>`
    select id, person, kind, language, identified_by, opened_at, opened_by, due_at, closed_at, closed_by, outcome, ground
    from rights_request where ${condition} order by due_at, id`.execute(session.db);
  return rows.map((row) => ({
    id: row.id,
    person: row.person,
    kind: row.kind,
    language: row.language,
    identifiedBy: row.identified_by,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    dueAt: row.due_at,
    closedAt: row.closed_at ?? undefined,
    closedBy: row.closed_by ?? undefined,
    outcome: row.outcome ?? undefined,
    ground: row.ground ?? undefined,
  }));
}

interface RequestRow {
  readonly id: string;
  readonly person: string;
  readonly kind: RequestKind;
  readonly language: string;
  readonly identified_by: Identification;
  readonly opened_at: string;
  readonly opened_by: string;
  readonly due_at: string;
  readonly closed_at: string | null;
  readonly closed_by: string | null;
  readonly outcome: "granted" | "refused" | null;
  readonly ground: RefusalGround | null;
}
