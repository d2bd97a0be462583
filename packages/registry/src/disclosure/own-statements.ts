import type { AttributeName } from "@accord/vocabulary";
import { type RawBuilder, sql } from "kysely";
import type { StatementRow } from "../current/statement-row.ts";
import { openStatedPhones } from "../keys/sealed-phone.ts";
import type { Session } from "../store/store.ts";

export interface OwnStatement extends StatementRow {
  /** The person on whose behalf it is read: the one who shows the file, or the head of the household. */
  readonly person: string;
  readonly subject_kind: "person" | "household";
}

/** What of `states` stands under these names; attribute names are the catalogue's own, never a caller's text. */
function cutTo(attributes: readonly AttributeName[]): RawBuilder<unknown> {
  const names = attributes.map((attribute) => `'${attribute}'`).join(", ");
  return sql.raw(
    `(select jsonb_object_agg(said.key, said.value) from jsonb_each(s.states) said where said.key in (${names}))`,
  );
}

/**
 * The agency's own statements on these persons (duplicates' files included) and on the households that they head, cut in
 * SQL to the attributes. What came through a link is a partner's and is never read here.
 */
export async function ownStatements(
  session: Session,
  agency: string,
  persons: readonly string[],
  attributes: readonly AttributeName[],
  /** Where given, of who is pinned in it to be sent what is new, only that. */
  exchange?: string,
): Promise<readonly OwnStatement[]> {
  if (persons.length === 0 || attributes.length === 0) return [];
  const { rows } = await sql<OwnStatement>`
    select * from (
      select file.person, s.subject, s.subject_kind, s.id, s.source, s.method, s.asserted_at, s.recorded_at, s.clock,
             ${cutTo(attributes)} as states, s.via_link, s.agreement, s.retention_until
      from (
        select view_of as person, id as subject from person where view_of = any(${persons}::uuid[])
        union all
        select id, household_id from person
        where id = any(${persons}::uuid[]) and household_role = 'head' and household_id is not null
      ) file
      join statement s on s.subject = file.subject
      where s.source = ${agency} and s.via_link is null and ${newIn(exchange, sql`file.person`)}
    ) cut
    where states is not null order by person, clock, id`.execute(session.db);
  return openStatedPhones(session, rows);
}

/** That a statement is to be sent in the exchange: all of a person are, or those that changed since what the partner has. */
export function newIn(exchange: string | undefined, person: RawBuilder<unknown>): RawBuilder<boolean> {
  return exchange === undefined
    ? sql<boolean>`true`
    : sql<boolean>`exists (select 1 from exchange_member m where m.exchange = ${exchange} and m.person = ${person}
        and s.changed >= coalesce(m.since, 0))`;
}
