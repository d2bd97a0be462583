import type { Method, PCode } from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";
import { protectsLocation } from "../disclosure/scope.ts";
import { restricted } from "../rights/restriction.ts";
import type { Session } from "../store/store.ts";

/** At which level places are told apart: state, county, or the whole code. */
export const MOVEMENT_LEVELS = ["state", "county", "site"] as const;
export type MovementLevel = (typeof MOVEMENT_LEVELS)[number];

/** That a person was seen elsewhere than before; `on` is the day (`YYYY-MM-DD`) on which they were seen there. */
export interface Movement {
  readonly from: PCode;
  readonly to: PCode;
  readonly on: string;
  /** The last day on which they were seen at `from`: they moved between the two. */
  readonly lastSeenAtOrigin: string;
  /** Who saw them, how they know, and whether they lived there or were met there. */
  readonly source: string;
  readonly method: Method;
  readonly attribute: "person.location" | "person.encounterPlace";
}

/**
 * A person's movements, oldest first: from every place that the own agency or a partner said they lived at or were met
 * at, in the order of when it was said. Nothing is inferred from what is not there.
 */
export async function movementsOfPerson(session: Session, person: string): Promise<readonly Movement[]> {
  const { rows } = await sql<MovementRow>`
    with sighting as (${sightings(sql`p.id in (select view_of from person where id = ${person})`, "site")})
    select * from (${steps}) step where origin is not null and origin <> place
    order by on_day, clock`.execute(session.db);
  return rows.map((row) => ({
    from: row.origin,
    to: row.place,
    on: row.on_day,
    lastSeenAtOrigin: row.last_seen,
    source: row.source,
    method: row.method,
    attribute: row.attribute,
  }));
}

/** How many persons moved from one place to another in a month (`YYYY-MM`) or year (`YYYY`); a cell of the displacement matrix. */
export interface MovementCount {
  readonly origin: PCode;
  readonly destination: PCode;
  readonly period: string;
  readonly persons: number;
}

/**
 * Own persons by origin, destination and period, without those whose place is protected, who live with such a person,
 * or whose file is restricted. Counts are as they are: whoever tells them suppresses small ones.
 * @param selection.from, until whole months, `YYYY-MM`, both included
 */
export async function countMovements(
  session: Session,
  selection: {
    readonly agency: string;
    readonly from: string;
    readonly until: string;
    readonly level: MovementLevel;
    readonly period: "month" | "year";
  },
): Promise<readonly MovementCount[]> {
  const { agency, from, until, level } = selection;
  const told = sql`p.holder = ${agency} and p.status not in ('deactivated', 'erased')
    and not ${protectsLocation} and not ${restricted}`;
  const { rows } = await sql<{ origin: string; destination: string; period: string; persons: string }>`
    with sighting as (${sightings(told, level)})
    select origin, place as destination, left(on_day, ${selection.period === "month" ? 7 : 4}::integer) as period,
           count(distinct person) as persons
    from (${steps}) step
    where origin is not null and origin <> place and left(on_day, 7) between ${from} and ${until}
    group by 1, 2, 3 order by 3, 1, 2`.execute(session.db);
  return rows.map((row) => ({ ...row, persons: Number(row.persons) }));
}

interface MovementRow {
  readonly origin: string;
  readonly place: string;
  readonly on_day: string;
  readonly last_seen: string;
  readonly source: string;
  readonly method: Method;
  readonly attribute: Movement["attribute"];
}

/** Characters of the P-code by which places are told apart; a place that is known less exactly is left out. */
const LENGTHS = { state: 4, county: 6, site: 16 } as const satisfies Readonly<Record<MovementLevel, number>>;

/** Every known place of `person p` for whom `who` holds, on their file or a duplicate's, through links that stand. */
function sightings(who: RawBuilder<unknown>, level: MovementLevel): RawBuilder<unknown> {
  const exact = level === "site" ? 0 : LENGTHS[level];
  return sql`
    select p.id as person, left(said.value->'value'->>'pcode', ${LENGTHS[level]}::integer) as place,
           left(s.asserted_at, 10) as on_day, s.asserted_at, s.clock, s.source, s.method, said.key as attribute
    from person p join person file on file.view_of = p.id
    join statement s on s.subject = file.id
    cross join lateral jsonb_each(s.states) said
    where ${who} and said.key in ('person.location', 'person.encounterPlace') and said.value->>'state' = 'known'
      and length(said.value->'value'->>'pcode') >= ${exact}::integer
      and (s.via_link is null or exists (select 1 from link l where l.id = s.via_link and l.undone_at is null))`;
}

const steps = sql`
  select *, lag(place) over earlier as origin, lag(on_day) over earlier as last_seen from sighting
  window earlier as (partition by person order by asserted_at, clock, source, attribute)`;
