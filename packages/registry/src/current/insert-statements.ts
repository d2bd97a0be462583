import type { Method } from "@accord/vocabulary";
import { sql } from "kysely";
import { sealStatedPhones } from "../keys/sealed-phone.ts";
import { chunks, recordset } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";

export interface NewStatement {
  readonly subject: string;
  readonly subject_kind: "person" | "household";
  readonly id: string;
  readonly source: string;
  readonly method: Method;
  readonly asserted_at: string;
  readonly recorded_at: string;
  readonly clock: string;
  readonly states: object;
  readonly via_link?: string | undefined;
  readonly agreement?: string | undefined;
  readonly retention?: object | undefined;
  readonly retention_until?: string | undefined;
}

const COLUMNS = {
  subject: "uuid",
  subject_kind: "text",
  id: "text",
  source: "text",
  method: "text",
  asserted_at: "text",
  recorded_at: "text",
  clock: "text",
  states: "jsonb",
  via_link: "uuid",
  agreement: "text",
  retention: "jsonb",
  retention_until: "text",
} as const;

const NAMES = Object.keys(COLUMNS).join(", ");
const AT_ONCE = 5000;

/**
 * Inserts statements; one that is on the file already becomes the union of both, and stands through the link of the
 * latest. Two parts of one statement may come in one call.
 * A statement is one by its source and id: a partner who repeats an id of ours says something of their own.
 * @returns keys `subject/id` of those that were new or had attributes that were new
 */
export async function insertStatements(
  session: Session,
  statements: readonly NewStatement[],
): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  for (const some of distinctChunks(statements)) {
    const { rows } = await sql<{ subject: string; id: string }>`
      insert into statement as held (${sql.raw(NAMES)})
      select ${sql.raw(NAMES)} from ${recordset(await sealStatedPhones(session, some), "given", COLUMNS)}
      on conflict (subject, source, id) do update set
        states = union_of_states(held.states, excluded.states),
        via_link = excluded.via_link,
        agreement = excluded.agreement,
        retention = nullif(coalesce(held.retention, '{}') || coalesce(excluded.retention, '{}'), '{}'),
        retention_until = least(held.retention_until, excluded.retention_until)
      where held.states is distinct from union_of_states(held.states, excluded.states)
        or held.via_link is distinct from excluded.via_link
        or not coalesce(held.retention, '{}') @> coalesce(excluded.retention, '{}')
      returning subject, id`.execute(session.db);
    for (const row of rows) changed.add(`${row.subject}/${row.id}`);
  }
  return changed;
}

/** Chunks in which each statement stands once: one INSERT cannot change a row twice. */
function* distinctChunks(statements: readonly NewStatement[]): Generator<readonly NewStatement[]> {
  let waiting = statements;
  while (waiting.length > 0) {
    const first = new Map<string, NewStatement>();
    const later: NewStatement[] = [];
    for (const statement of waiting) {
      const key = `${statement.subject}/${statement.source}/${statement.id}`;
      if (first.has(key)) later.push(statement);
      else first.set(key, statement);
    }
    yield* chunks([...first.values()], AT_ONCE);
    waiting = later;
  }
}
