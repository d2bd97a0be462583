import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import { unseal } from "../keys/envelope.ts";
import type { Session } from "../store/store.ts";
import { backedTables } from "./table-owners.ts";
import { type BackupBlock, blockContext } from "./write-data.ts";

/** The rows of a block as JSON text; undefined where a key of those whom it concerns is gone. */
export function openBlock(block: BackupBlock, keys: ReadonlyMap<string, Uint8Array>): string | undefined {
  let content = block.content;
  for (const owner of block.owners.toReversed()) {
    const key = keys.get(owner);
    if (key === undefined) return undefined;
    content = unseal(key, content, blockContext(block.table, owner));
  }
  return Buffer.from(content).toString("utf8");
}

/**
 * Puts rows into an empty store, in the order in which `writeData` gave them.
 * @throws AccordError `backup.unknown_table` where the backup is of a newer version of the software
 */
export async function restorer(session: Session): Promise<{
  restore(table: string, rowsJson: string): Promise<void>;
  /** Lets the store count on where the backup's rows end. */
  finish(): Promise<void>;
}> {
  const tables = new Map((await backedTables(session)).map((table) => [table.name, table]));
  return {
    restore: async (table, rowsJson) => {
      if (!tables.has(table)) {
        throw new AccordError(
          "backup.unknown_table",
          "the backup has a table that this version does not know",
          {
            where: table,
            remedy: "Restore with the version of the software that wrote the backup, or a newer one.",
          },
        );
      }
      // What migrations put into a new store is there already.
      await sql`insert into ${sql.table(table)} overriding system value
        select * from json_populate_recordset(null::${sql.table(table)}, ${rowsJson}::json)
        on conflict do nothing`.execute(session.db);
    },
    finish: async () => {
      for (const { name, identity } of tables.values()) {
        if (identity === undefined) continue;
        await sql`select setval(pg_get_serial_sequence(${name}, ${identity}),
          greatest(1, (select coalesce(max(${sql.ref(identity)}), 1) from ${sql.table(name)})))`.execute(
          session.db,
        );
      }
    },
  };
}

/** Whether a store holds nothing yet that a restore could be confused with. */
export async function holdsNothing(session: Session): Promise<boolean> {
  const { rows } = await sql<{ full: boolean }>`
    select exists (select 1 from person) or exists (select 1 from ledger_entry)
      or exists (select 1 from data_key) as full`.execute(session.db);
  return rows[0]?.full === false;
}
