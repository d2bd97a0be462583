import { AccordError } from "@accord/vocabulary";
import { sql } from "kysely";
import { dataKeys, type KeyOwner } from "../keys/data-key.ts";
import { seal } from "../keys/envelope.ts";
import { groupBy } from "../store/recordset.ts";
import type { Session } from "../store/store.ts";
import { backedTables } from "./table-owners.ts";

/**
 * Rows of one table, as a JSON array in UTF-8: sealed under the data keys of all whom they concern, one over the other,
 * or in plain where they concern nobody. Whoever's key is gone is forgotten, in every backup.
 */
export interface BackupBlock {
  readonly table: string;
  readonly owners: readonly string[];
  readonly rows: number;
  readonly content: Uint8Array;
}

const ROWS_AT_ONCE = 1000;
const OWNERS_AT_ONCE = 5000;

export const blockContext = (table: string, owner: string): string =>
  `accord/backup-block/1|${table}|${owner}`;

/** Gives a data key to every person and household that has none, so that their rows can be sealed. */
export async function ensureDataKeys(session: Session): Promise<void> {
  for (const [kind, from] of [
    ["person", "select id from person where status <> 'erased'"],
    ["household", "select id from household"],
  ] as const) {
    for (;;) {
      const { rows } = await sql<{ owner: string }>`
        select ${`${kind}:`}::text || one.id as owner from (${sql.raw(from)}) one
        where not exists (select 1 from data_key k where k.owner = ${`${kind}:`}::text || one.id)
        limit ${OWNERS_AT_ONCE}`.execute(session.db);
      if (rows.length === 0) break;
      await session.transaction((transaction) =>
        dataKeys(
          transaction,
          rows.map((row) => row.owner as KeyOwner),
          true,
        ),
      );
    }
  }
}

/**
 * Hands every row of the store to `write`, as of one moment.
 * @throws AccordError `backup.store_busy` where the store had to begin the reading again
 */
export async function writeData(
  session: Session,
  write: (block: BackupBlock) => Promise<void>,
): Promise<void> {
  let begun = false;
  await session.transaction(async (transaction) => {
    if (begun) {
      throw new AccordError(
        "backup.store_busy",
        "the store was written to so much that no moment held still",
        {
          remedy: "Run the backup again, best when no import is under way.",
        },
      );
    }
    begun = true;
    for (const table of await backedTables(transaction)) {
      await sql`declare backup_rows no scroll cursor for
        select ${sql.raw(table.owners)} as owners, row_to_json(t)::text as row
        from ${sql.table(table.name)} t`.execute(transaction.db);
      for (;;) {
        const { rows } = await sql<{ owners: string[] | null; row: string }>`
          fetch ${sql.raw(String(ROWS_AT_ONCE))} from backup_rows`.execute(transaction.db);
        for (const block of await sealedBlocks(transaction, table.name, rows)) await write(block);
        if (rows.length < ROWS_AT_ONCE) break;
      }
      await sql`close backup_rows`.execute(transaction.db);
    }
  });
}

async function sealedBlocks(
  session: Session,
  table: string,
  rows: readonly { readonly owners: readonly string[] | null; readonly row: string }[],
): Promise<readonly BackupBlock[]> {
  const keys = await dataKeys(
    session,
    [...new Set(rows.flatMap((row) => row.owners ?? []))] as KeyOwner[],
    false,
  );
  // Of whoever was erased only ids and instants are left, and no key: what stands of them is sealed for the others.
  const grouped = groupBy(rows, ({ owners }) =>
    [...new Set(owners ?? [])]
      .filter((owner) => keys.has(owner))
      .sort()
      .join(" "),
  );
  return [...grouped].map(([joined, group]) => {
    const owners = joined === "" ? [] : joined.split(" ");
    let content: Uint8Array = Buffer.from(`[${group.map(({ row }) => row).join(",")}]`);
    for (const owner of owners) content = seal(keys.get(owner)!, content, blockContext(table, owner));
    return { table, owners, rows: group.length, content };
  });
}
