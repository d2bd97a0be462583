import { ATTRIBUTES, type AttributeName } from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";
import type { Session } from "../store/store.ts";

/** Where persons' data was lost from. */
export const INCIDENT_SOURCES = ["device", "account", "backup", "window", "partner", "node"] as const;
export type IncidentSource = (typeof INCIDENT_SOURCES)[number];

/** Of what an incident's reach is asked; instants are ISO 8601 in UTC, `from` inclusive, `until` exclusive. */
export interface IncidentSelection {
  /** Accounts of staff whose reads count: of a device those who used it. All accounts where absent. */
  readonly staff?: readonly string[] | undefined;
  readonly partner?: string | undefined;
  readonly from?: string | undefined;
  readonly until: string;
}

/** A person whose data was reached, by id alone. */
export interface ReachedPerson {
  readonly person: string;
  /** Whose record it is: the agency that holds it. */
  readonly holder: string;
  /** The language in which the person was last spoken to; undefined where none was recorded. */
  readonly language: string | undefined;
  /** Empty for a person erased since, of whom nothing is left to tell by. */
  readonly attributes: readonly string[];
  /** Digests of agreements under which the person's data came in or went out. */
  readonly agreements: readonly string[];
  readonly erasedSince: boolean;
}

/** What a search lists of each person; every other action may show the whole file. */
const LISTED: readonly AttributeName[] = ["person.name", "person.sex", "person.birthDate", "person.location"];
const LISTING = ["person.search"];

/**
 * Who was reached, by the log of reads, the disclosures and what the store holds. An attribute counts where it was shown,
 * granted to the partner or held; where the traces leave it open, it counts: rather one person told too many than one too few.
 *
 * - `device`, `account`: whose files the accounts were shown. Where an answer was only counted, as an export is, everybody
 *   at the account's sites.
 * - `window`: whom anybody was shown, and who was disclosed to anybody.
 * - `partner`: who was disclosed to the partner.
 * - `backup`: everybody on file at the end of the window, also who was erased since. `node`: everybody on file.
 */
export async function reachedPersons(
  session: Session,
  source: IncidentSource,
  selection: IncidentSelection,
): Promise<readonly ReachedPerson[]> {
  const parts = await reachOf(session, source, selection);
  const { rows } = await sql<ReachedRow>`
    with named as materialized (${parts.named}),
    everybody as materialized (
      select person from named where not (action = any(${LISTING}::text[]))
      union ${parts.everybody}
    ),
    disclosed as materialized (${parts.disclosed}),
    held as (
      select e.person, k.key as attribute
      from everybody e join person p on p.view_of = e.person join statement s on s.subject = p.id
      cross join lateral jsonb_each(s.states) k
      where s.recorded_at < ${selection.until} and k.value->>'state' = 'known'
      union
      select e.person, k.key
      from everybody e join person p on p.id = e.person join statement s on s.subject = p.household_id
      cross join lateral jsonb_each(s.states) k
      where s.recorded_at < ${selection.until} and k.value->>'state' = 'known'
    ),
    shown as (
      select person, attribute from held
      union select n.person, a from named n cross join unnest(${LISTED}::text[]) a where n.action = any(${LISTING}::text[])
      union select person, attribute from disclosed
    ),
    attributes as (select person, string_agg(attribute, ' ' order by attribute) as names from shown group by person),
    reached as (select person from everybody union select person from named union select person from disclosed),
    terms as (
      select person, string_agg(distinct agreement, ' ') as digests from (
        select s.subject as person, s.agreement from statement s where s.agreement is not null
        union select d.person, d.agreement_digest from disclosure d
      ) under group by person
    ),
    spoken as (
      select distinct on (person) person, language from (
        select c.person, t.language, c.asserted_at as at from consent c join consent_text t on t.digest = c.text_digest
        union all select person, language, opened_at from rights_request
      ) said order by person, at desc
    )
    select r.person, p.holder, p.status, spoken.language, attributes.names, terms.digests
    from reached r join person p on p.id = r.person
    left join attributes on attributes.person = r.person
    left join terms on terms.person = r.person
    left join spoken on spoken.person = r.person
    order by r.person`.execute(session.db);
  return rows.map((row) => ({
    person: row.person,
    holder: row.holder,
    language: row.language ?? undefined,
    attributes: row.names?.split(" ") ?? [],
    agreements: row.digests?.split(" ") ?? [],
    erasedSince: row.status === "erased",
  }));
}

interface ReachedRow {
  readonly person: string;
  readonly holder: string;
  readonly status: string;
  readonly language: string | null;
  readonly names: string | null;
  readonly digests: string | null;
}

interface Reach {
  /** person, action */
  readonly named: RawBuilder<unknown>;
  /** person */
  readonly everybody: RawBuilder<unknown>;
  /** person, attribute */
  readonly disclosed: RawBuilder<unknown>;
}

const NO_NAMED = sql`select null::uuid as person, ''::text as action where false`;
const NOBODY = sql`select null::uuid as person where false`;
const NOTHING = sql`select null::uuid as person, ''::text as attribute where false`;

async function reachOf(
  session: Session,
  source: IncidentSource,
  selection: IncidentSelection,
): Promise<Reach> {
  switch (source) {
    case "device":
    case "account":
      return {
        named: namedReads(selection),
        everybody: await atSites(session, selection),
        disclosed: NOTHING,
      };
    case "window":
      return {
        named: namedReads(selection),
        everybody: await atSites(session, selection),
        disclosed: disclosures(selection),
      };
    case "partner":
      return { named: NO_NAMED, everybody: NOBODY, disclosed: disclosures(selection) };
    case "backup":
    case "node":
      return { named: NO_NAMED, everybody: onFile(selection), disclosed: NOTHING };
  }
}

const during = (at: RawBuilder<unknown>, { from, until }: IncidentSelection) =>
  sql`${at} < ${until} and ${from === undefined ? sql`true` : sql`${at} >= ${from}`}`;

const readsOf = (selection: IncidentSelection) => sql`${during(sql`at`, selection)}
  and ${selection.staff === undefined ? sql`true` : sql`staff = any(${selection.staff}::text[])`}`;

const namedReads = (selection: IncidentSelection) =>
  sql`select distinct person, action from staff_read where person is not null and ${readsOf(selection)}`;

const disclosures = (selection: IncidentSelection) => sql`
  select distinct d.person, a.value as attribute
  from disclosure d
  join disclosure_terms t on t.exchange = d.exchange and t.tier = d.tier and t.agreement_digest = d.agreement_digest
  cross join lateral jsonb_array_elements_text(case when d.consented then t.attributes else t.without_consent end) a
  where ${during(sql`d.at`, selection)}
    and ${selection.partner === undefined ? sql`true` : sql`t.recipient = ${selection.partner}`}`;

/** In a copy of the store: who was registered by then, and who was erased only afterwards. */
const onFile = ({ until }: IncidentSelection) => sql`
  select distinct p.view_of as person from person p join statement s on s.subject = p.id where s.recorded_at < ${until}
  union select e.person from erased_person e join erasure x on x.id = e.erasure where x.erased_at >= ${until}`;

/** Where an answer named nobody it may have shown anybody whom the account sees. */
async function atSites(session: Session, selection: IncidentSelection): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ sites: readonly string[] | null }>`
    select distinct a.sites from (select distinct staff from staff_read where person is null and persons > 0
      and ${readsOf(selection)}) counted left join staff_account a on a.id::text = counted.staff`.execute(
    session.db,
  );
  if (rows.length === 0) return NOBODY;
  // The local operator has no account, and every site.
  const sites = rows.flatMap((row) => row.sites ?? ["*"]);
  return sites.includes("*")
    ? sql`select id as person from person where view_of = id and status <> 'erased'`
    : sql`select id as person from person where view_of = id and status <> 'erased'
            and location_pcode ^@ any(${sites}::text[])`;
}

/** What is counted of persons reached, and nothing by which one of them is known. */
export interface Reached {
  readonly persons: number;
  readonly erasedSince: number;
  readonly byHolder: Readonly<Record<string, number>>;
  readonly byAttribute: Readonly<Record<string, number>>;
  /** `notRecorded` for those in no known language. */
  readonly byLanguage: Readonly<Record<string, number>>;
  readonly byAgreement: Readonly<Record<string, number>>;
}

export function countReached(persons: readonly ReachedPerson[]): Reached {
  const tally = (keysOf: (person: ReachedPerson) => readonly string[]) => {
    const counts = new Map<string, number>();
    for (const person of persons) {
      for (const key of keysOf(person)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return {
    persons: persons.length,
    erasedSince: persons.filter((person) => person.erasedSince).length,
    byHolder: tally((person) => [person.holder]),
    byAttribute: tally((person) => person.attributes.filter((name) => Object.hasOwn(ATTRIBUTES, name))),
    byLanguage: tally((person) => [person.language ?? "notRecorded"]),
    byAgreement: tally((person) => person.agreements),
  };
}
