import type { AttributeName } from "@accord/vocabulary";
import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** What became here of one attribute that was received under an agreement. */
export interface AttributeUse {
  readonly attribute: AttributeName;
  /** Persons and households of whom a value is held. */
  readonly held: number;
  /** Those of whom the partner's value is the one that stands on the file. */
  readonly standing: number;
  /** Those whose file staff have opened since it came; lists that name a person do not show the file. */
  readonly read: number;
}

/** For each attribute of which a value is held under the agreement; what was deleted since is not counted. */
export async function attributeUse(session: Session, agreement: string): Promise<readonly AttributeUse[]> {
  const { rows } = await sql<{ attribute: AttributeName; held: string; standing: string; read: string }>`
    with held as (
      select said.key as attribute, s.subject, s.subject_kind, min(s.recorded_at) as since
      from statement s, jsonb_each(s.states) said
      where s.agreement = ${agreement} and said.value->>'state' = 'known'
      group by said.key, s.subject, s.subject_kind
    ),
    shown as (
      select h.attribute, h.subject,
        case h.subject_kind
          when 'person' then exists (select 1 from person p join person file on file.id = p.view_of
            where p.id = h.subject and h.attribute = any(coalesce(file.foreign_attributes, '{}')))
          else exists (select 1 from household
            where id = h.subject and h.attribute = any(coalesce(foreign_attributes, '{}'))) end as standing,
        exists (select 1 from staff_read r join person p on p.id = r.person
          where r.action like 'person.open%' and r.at >= h.since and (h.subject in (p.id, p.view_of, p.household_id)
            or exists (select 1 from person file where file.id = h.subject and file.view_of = p.view_of))) as read
      from held h
    )
    select attribute, count(*) as held, count(*) filter (where standing) as standing,
           count(*) filter (where read) as read
    from shown group by attribute order by attribute`.execute(session.db);
  return rows.map(({ attribute, ...counts }) => ({
    attribute,
    held: Number(counts.held),
    standing: Number(counts.standing),
    read: Number(counts.read),
  }));
}
