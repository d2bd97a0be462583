import { sql } from "kysely";
import type { Session } from "../store/store.ts";

/** A table as a backup sees it. */
export interface BackedTable {
  readonly name: string;
  /** SQL, over a row `t`, of the owners of data keys under which the row is sealed, as text[]; null where it is nobody's. */
  readonly owners: string;
  /** A column whose values the store counts itself. */
  readonly identity: string | undefined;
}

/**
 * What is not in the data part: data keys and the ledger go into the key part; the rest is of the moment (messages under
 * way, records being matched, sessions) and would be wrong or unsafe in a restored store.
 */
const LEFT_OUT = new Set([
  "data_key",
  "ledger_entry",
  "outbox",
  "inbox",
  "nonce",
  "exchange_record",
  "overlap_batch",
  "overlap_pair",
  "staff_session",
  "staff_invitation",
  "kysely_migration",
  "kysely_migration_lock",
]);

const PAIR_OWNERS = `case when t.pair->>'kind' = 'own'
  then array['person:' || (t.pair->>'a'), 'person:' || (t.pair->>'b')]
  else array['person:' || (t.pair->>'person')] end`;

/** Owners where the table's columns do not say it by themselves. */
const OWNERS: Readonly<Record<string, string>> = {
  person: "array['person:' || t.id]",
  household: "array['household:' || t.id]",
  statement: "array[t.subject_kind || ':' || t.subject]",
  duplicate: "array['person:' || t.kept, 'person:' || t.duplicate]",
  adjudication: PAIR_OWNERS,
  judgement: PAIR_OWNERS,
  pair_result: `(select array_agg('person:' || m.person) from exchange_member m
    where m.exchange = t.exchange and m.ref = t.own_ref)`,
};

/** The tables of a store that are backed up, each after those to which it refers. */
export async function backedTables(session: Session): Promise<readonly BackedTable[]> {
  const { rows } = await sql<{ name: string; column: string; type: string; identity: string }>`
    select c.table_name as name, c.column_name as column, c.udt_name as type, c.is_identity as identity
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
    order by c.table_name, c.ordinal_position`.execute(session.db);
  const tables = new Map<string, BackedTable>();
  for (const { name, column, type, identity } of rows) {
    if (LEFT_OUT.has(name)) continue;
    const known = tables.get(name) ?? { name, owners: OWNERS[name] ?? "null::text[]", identity: undefined };
    tables.set(name, {
      ...known,
      owners: OWNERS[name] ?? ownersBy(column, type) ?? known.owners,
      identity: identity === "YES" ? column : known.identity,
    });
  }
  return inOrder(tables, await references(session));
}

/** A column named for a person, or for several, says whose a row is. */
function ownersBy(column: string, type: string): string | undefined {
  if (column === "person" && type === "uuid")
    return "case when t.person is null then null else array['person:' || t.person] end";
  if (column === "persons" && type === "_uuid")
    return "(select array_agg('person:' || one order by one) from unnest(t.persons) one)";
  return undefined;
}

async function references(session: Session): Promise<readonly { from: string; to: string }[]> {
  const { rows } = await sql<{ from: string; to: string }>`
    select c.conrelid::regclass::text as from, c.confrelid::regclass::text as to from pg_constraint c
    where c.contype = 'f' and c.conrelid <> c.confrelid`.execute(session.db);
  return rows;
}

function inOrder(
  tables: ReadonlyMap<string, BackedTable>,
  refers: readonly { from: string; to: string }[],
): readonly BackedTable[] {
  const ordered = new Map<string, BackedTable>();
  const place = (name: string) => {
    const table = tables.get(name);
    if (table === undefined || ordered.has(name)) return;
    for (const { from, to } of refers) if (from === name) place(to);
    ordered.set(name, table);
  };
  for (const name of tables.keys()) place(name);
  return [...ordered.values()];
}
