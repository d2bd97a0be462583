import type { AssistanceKind } from "@accord/vocabulary";
import { sql } from "kysely";
import { recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

/** Own persons whom a question concerns, under the asking party's pseudonyms; `asked` by this node or `answered`. */
export async function recordInquired(
  session: Session,
  inquiry: {
    readonly id: string;
    readonly direction: "asked" | "answered";
    /** `YYYY-MM-DD` in UTC. */
    readonly day: string;
    readonly persons: ReadonlyMap<string, string>;
  },
): Promise<void> {
  const rows = [...inquiry.persons].map(([ref, person]) => ({ ref, person }));
  if (rows.length === 0) return;
  await sql`
    insert into inquiry_person (inquiry, person, ref, direction, asked_on)
    select ${inquiry.id}::uuid, person, ref, ${inquiry.direction}, ${inquiry.day}
    from ${recordset(rows, "given", { ref: "text", person: "uuid" })} on conflict do nothing`.execute(
    session.db,
  );
}

/** How often the one of these persons who was asked about most has been asked about on a day, by one partner. */
export async function mostOftenAsked(
  session: Session,
  asked: { readonly persons: readonly string[]; readonly partner: string; readonly day: string },
): Promise<number> {
  const { rows } = await sql<{ times: string | null }>`
    select max(times) as times from (
      select count(*) as times from inquiry_person i join conversation c on c.id = i.inquiry
      where i.direction = 'answered' and i.asked_on = ${asked.day} and c.partner = ${asked.partner}
        and i.person = any(${asked.persons}::uuid[]) group by i.person) each_person`.execute(session.db);
  return Number(rows[0]?.times ?? 0);
}

/** Own persons of a question that this node asked, by the pseudonym under which it asked. */
export async function personsInquired(
  session: Session,
  inquiry: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ ref: string; person: string }>`
    select ref, person from inquiry_person where inquiry = ${inquiry}`.execute(session.db);
  return new Map(rows.map((row) => [row.ref, row.person]));
}

/** What a partner answered on an own person; the cycle and the day where its clause tells them. */
export interface KeptFinding {
  readonly person: string;
  readonly kind: AssistanceKind;
  /** The partner's pseudonym of the person in this question. */
  readonly about: string;
  readonly cycle?: { readonly from: string; readonly until: string } | undefined;
  readonly on?: string | undefined;
}

export async function keepFindings(
  session: Session,
  answer: { readonly inquiry: string; readonly keepUntil: string; readonly findings: readonly KeptFinding[] },
): Promise<void> {
  const rows = answer.findings.map(({ person, kind, about, cycle, on }) => ({
    person,
    kind,
    about,
    cycle_from: cycle?.from ?? null,
    cycle_until: cycle?.until ?? null,
    received_on: on ?? null,
  }));
  if (rows.length === 0) return;
  await sql`
    insert into assistance_finding (inquiry, person, kind, about, cycle_from, cycle_until, received_on, keep_until)
    select ${answer.inquiry}::uuid, person, kind, about, cycle_from, cycle_until, received_on, ${answer.keepUntil}
    from ${recordset(rows, "given", {
      person: "uuid",
      kind: "text",
      about: "text",
      cycle_from: "text",
      cycle_until: "text",
      received_on: "text",
    })}`.execute(session.db);
}

/** What partners answered, on a question or on these files. */
export async function findingsOf(
  session: Session,
  selection: { readonly inquiry: string } | { readonly files: readonly string[] },
): Promise<readonly (KeptFinding & { readonly partner: string; readonly inquiry: string })[]> {
  const which =
    "inquiry" in selection
      ? sql`f.inquiry = ${selection.inquiry}`
      : sql`f.person = any(${selection.files}::uuid[])`;
  const { rows } = await sql<FindingRow>`
    select f.inquiry, f.person, f.kind, f.about, f.cycle_from, f.cycle_until, f.received_on, c.partner
    from assistance_finding f join conversation c on c.id = f.inquiry where ${which}
    order by f.person, f.cycle_from`.execute(session.db);
  return rows.map((row) => ({
    inquiry: row.inquiry,
    partner: row.partner,
    person: row.person,
    kind: row.kind,
    about: row.about,
    ...(row.cycle_from === null || row.cycle_until === null
      ? {}
      : { cycle: { from: row.cycle_from, until: row.cycle_until } }),
    ...(row.received_on === null ? {} : { on: row.received_on }),
  }));
}

/** Deletes answers past what their clause lets be kept (ISO 8601 in UTC); says how many. */
export async function dropFindings(session: Session, until: string): Promise<number> {
  const gone = await sql`delete from assistance_finding where keep_until <= ${until}`.execute(session.db);
  return Number(gone.numAffectedRows ?? 0n);
}

interface FindingRow {
  readonly inquiry: string;
  readonly partner: string;
  readonly person: string;
  readonly kind: AssistanceKind;
  readonly about: string;
  readonly cycle_from: string | null;
  readonly cycle_until: string | null;
  readonly received_on: string | null;
}
