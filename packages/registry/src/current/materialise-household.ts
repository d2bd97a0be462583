import { type AttributeName, currentAssertions } from "@accord/vocabulary";
import { sql } from "kysely";
import { assignments, groupBy, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { type AuthorityOf, storedAuthority } from "./authority.ts";
import { type ChangeCounts, countChanges } from "./changes.ts";
import { agreementsOf } from "./materialise.ts";
import { type Current, foreignAttributes, statesOf } from "./project-person.ts";
import { countedStatement, type StatementRow } from "./statement-row.ts";

const HOUSEHOLD_COLUMNS = {
  number: "text",
  size: "smallint",
  vulnerability: "text",
  states: "jsonb",
  foreign_attributes: "text[]",
} as const;

function projectHousehold(current: Current, agency: string) {
  const value = (attribute: AttributeName): unknown => {
    const state = current.get(attribute)?.state;
    return state?.state === "known" ? state.value : undefined;
  };
  return {
    number: value("household.number"),
    size: value("household.size"),
    vulnerability: value("household.vulnerability"),
    states: statesOf(current),
    foreign_attributes: foreignAttributes(current, agency),
  };
}

type Shown = ReturnType<typeof projectHousehold> & { readonly id: string; readonly holder: string };

/** Keeps the current values of households, as `materialise` does those of persons. */
export async function materialiseHouseholds(
  session: Session,
  households: readonly string[],
  authorityOf?: AuthorityOf,
): Promise<ChangeCounts> {
  const changes: Partial<Record<AttributeName, number>> = {};
  if (households.length === 0) return changes;
  const authorities = authorityOf ?? (await storedAuthority(session));
  const shown = await sql<Shown>`
    select id, holder, number, size, vulnerability, states, foreign_attributes from household
    where id = any(${households}::uuid[])`.execute(session.db);
  const { rows } = await sql<StatementRow>`
    select subject, id, source, method, asserted_at, recorded_at, clock, states, via_link, agreement, retention_until
    from statement s where subject = any(${households}::uuid[])
      and (via_link is null or exists (select 1 from link l where l.id = via_link and l.undone_at is null))`.execute(
    session.db,
  );
  const bySubject = groupBy(rows, (row) => row.subject);
  const updated = shown.rows.map((before) => {
    const statements = bySubject.get(before.id) ?? [];
    const current = currentAssertions(
      statements.map(countedStatement),
      authorities(agreementsOf(statements)),
    );
    const after = projectHousehold(current, before.holder);
    countChanges(changes, before, after);
    return { id: before.id, ...after };
  });
  await sql`
    update household set ${assignments(Object.keys(HOUSEHOLD_COLUMNS), "now_is")}
    from ${recordset(updated, "now_is", { id: "uuid", ...HOUSEHOLD_COLUMNS })}
    where household.id = now_is.id`.execute(session.db);
  return changes;
}
