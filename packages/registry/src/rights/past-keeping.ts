import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session } from "../store/store.ts";

/** For how many days an agency keeps the persons it registered after they left or died; undefined: until they are erased. */
export interface Keeping {
  readonly departedDays?: number | undefined;
  readonly deceasedDays?: number | undefined;
}

const DAY_MILLISECONDS = 86_400_000;

/** Own persons who left or died longer ago, at `until` (ISO 8601), than they are kept: by what was last said of it. */
export async function personsPastKeeping(
  session: Session,
  context: Pick<RegistryContext, "agency">,
  { departedDays, deceasedDays }: Keeping,
  until: string,
): Promise<readonly string[]> {
  if (departedDays === undefined && deceasedDays === undefined) return [];
  const before = (days: number | undefined) =>
    days === undefined ? "" : new Date(Date.parse(until) - days * DAY_MILLISECONDS).toISOString();
  const { rows } = await sql<{ id: string }>`
    select p.id from person p
    where p.holder = ${context.agency} and p.view_of = p.id and p.status in ('departed', 'deceased')
      and not exists (
        select 1 from person file join statement s on s.subject = file.id
        where file.view_of = p.id and s.states ? 'person.lifeStatus'
          and s.asserted_at >= case p.status when 'departed' then ${before(departedDays)}
                                             else ${before(deceasedDays)} end)
    order by p.id`.execute(session.db);
  return rows.map((row) => row.id);
}
