import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import type { RegistryContext } from "../context.ts";
import type { Session, Store } from "../store/store.ts";
import { StoreError } from "../store/store-error.ts";

export interface Scrubbed {
  /** Erasures that were owed and are done now. */
  readonly erasures: number;
  readonly tables: number;
  /**
   * What still holds something, with what is needed: a privilege, or that a message is delivered. Empty where the store's
   * files hold nothing of what was erased; else the erasures stay owed.
   */
  readonly left: readonly string[];
}

/** They hold commitments, nonces and migrations: nothing of a person, and the ledger only grows. */
const NOT_PERSONAL = ["ledger_entry", "nonce", "kysely_migration", "kysely_migration_lock"];

/** Log segments that a scrub writes over at most; at 16 MB each, 4 GB. */
const SEGMENTS = 256;

/**
 * Makes the store's files forget what was erased before this moment. A deleted row stays readable in three places: in
 * free space of its table, among the sample values of the planner's statistics, and in the write-ahead log. So tables and
 * their indexes are rewritten from the rows that live (VACUUM FULL), statistics are taken anew and rewritten likewise, and
 * the log is switched, each switch filling a segment with zeros, until every segment from before is removed or written
 * over. It takes as long as rewriting the store: once for a batch of erasures, not for each.
 * Needs the role of the store's owner, with `pg_monitor`, `pg_checkpoint` and EXECUTE on `pg_switch_wal`; not to be called
 * inside a transaction. Standby servers, archives of the log and backups are not reached.
 */
export async function scrubStore(store: Store, context: RegistryContext): Promise<Scrubbed> {
  const owed = await sql<{ id: string }>`select id from erasure where scrubbed_at is null`.execute(store.db);
  const tables = await personalTables(store);
  for (const table of tables) {
    await sql`vacuum (full) ${sql.table(table)}`.execute(store.db);
    await sql`analyze ${sql.table(table)}`.execute(store.db);
  }
  const left = [
    ...(await unlessForbidden(
      "the planner's statistics: own the database (before PostgreSQL 18: a superuser)",
      () => rewriteStatistics(store, tables),
    )),
    ...(await unlessForbidden(
      "the write-ahead log: pg_monitor, pg_checkpoint, EXECUTE on pg_switch_wal",
      () => turnLogOver(store),
    )),
  ];
  if (left.length > 0) return { erasures: 0, tables: tables.length, left };
  const done = await sql`
    update erasure set scrubbed_at = ${context.now()}
    where id = any(${owed.rows.map((row) => row.id)}::uuid[]) and not exists (
      select 1 from outbox where acknowledged_at is null and created_at <= erasure.erased_at)`.execute(
    store.db,
  );
  const erasures = Number(done.numAffectedRows ?? 0n);
  return { erasures, tables: tables.length, left: erasures < owed.rows.length ? [UNDELIVERED] : [] };
}

/** They were made before the erasure, and let go of what they say once the partner has taken them. */
const UNDELIVERED = "messages that wait for a partner: let them be delivered, or stop the exchange";

async function personalTables(session: Session): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = 'public' and tablename <> all(${NOT_PERSONAL}::text[]) order by tablename`.execute(
    session.db,
  );
  return rows.map((row) => row.name);
}

/** ANALYZE leaves an empty table's old sample values as they were, so those are taken out here. */
async function rewriteStatistics(session: Session, tables: readonly string[]): Promise<void> {
  const version = await sql<{ version: number }>`
    select current_setting('server_version_num')::integer as version`.execute(session.db);
  for (const table of tables) {
    const any = await sql`select 1 from ${sql.table(table)} limit 1`.execute(session.db);
    if (any.rows.length > 0) continue;
    if (version.rows[0]!.version >= PG_CLEAR_ATTRIBUTE_STATS) {
      await sql`
        select pg_clear_attribute_stats('public', ${table}, a.attname::text, false)
        from pg_statistic s join pg_attribute a on a.attrelid = s.starelid and a.attnum = s.staattnum
        where s.starelid = ${table}::regclass`.execute(session.db);
    } else {
      await sql`delete from pg_statistic where starelid = ${table}::regclass`.execute(session.db);
    }
  }
  await sql`vacuum (full) pg_statistic`.execute(session.db);
}

/** From PostgreSQL 18 on the owner of a table may clear its statistics; before, only a superuser. */
const PG_CLEAR_ATTRIBUTE_STATS = 180_000;

/**
 * A checkpoint removes the log's old segments or, where the server is set to use them again, puts them ahead under new
 * names with what they hold. Those are all gone through: a switch fills what is left of a segment with zeros.
 */
async function turnLogOver(session: Session): Promise<void> {
  // What is in memory only is written first, so that no page of before is logged whole after the switch.
  await sql`checkpoint`.execute(session.db);
  await switchLog(session);
  await sql`checkpoint`.execute(session.db);
  const { rows } = await sql<{ last: string }>`
    select max(name) as last from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'`.execute(session.db);
  const last = rows[0]!.last;
  for (let turned = 1; (await switchLog(session)) <= last; turned++) {
    if (turned < SEGMENTS) continue;
    throw new AccordError(
      "store.log_too_long",
      "the write-ahead log has more segments than a scrub goes through",
      {
        remedy: "See that no replication slot or archive holds the log back, then scrub again.",
      },
    );
  }
  await sql`checkpoint`.execute(session.db);
}

/** Answers the segment that is written from now on. A switch does nothing where nothing was written since the last. */
async function switchLog(session: Session): Promise<string> {
  await sql`select pg_logical_emit_message(false, 'accord', 'scrub')`.execute(session.db);
  await sql`select pg_switch_wal()`.execute(session.db);
  await sql`select pg_logical_emit_message(false, 'accord', 'scrub')`.execute(session.db);
  const { rows } = await sql<{ current: string }>`
    select pg_walfile_name(pg_current_wal_insert_lsn()) as current`.execute(session.db);
  return rows[0]!.current;
}

const INSUFFICIENT_PRIVILEGE = "42501";

async function unlessForbidden(what: string, work: () => Promise<void>): Promise<readonly string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof StoreError && error.sqlState === INSUFFICIENT_PRIVILEGE) return [what];
    throw error;
  }
}
