import { Ledger, type LedgerEntry, memoryStorage } from "@accord/ledger";
import { readLedgerEntries } from "@accord/registry";
import { recordEntry } from "../src/ledger/record.ts";
import type { AccordNode } from "../src/node.ts";

interface Row {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
}

export const rowsOf = async (node: AccordNode): Promise<readonly Row[]> =>
  (await readLedgerEntries(node.store, { from: 0, limit: 1_000_000 })).map((row) => ({
    ...row,
    index: Number(row.index),
  }));

/**
 * What an operator could do who owns the store: the ledger's rows are replaced by others that follow from each other as
 * if they had been written so.
 */
export async function rewriteLedger(
  node: AccordNode,
  change: (entries: LedgerEntry[]) => readonly LedgerEntry[],
): Promise<void> {
  const forged = memoryStorage();
  const ledger = await Ledger.open(forged);
  const entries: LedgerEntry[] = [];
  for await (const { entry } of node.ledger.entries()) entries.push({ ...entry });
  for (const entry of change(entries)) await ledger.append(entry);
  const stored = await forged.read(0, await forged.size());
  await putRows(
    node,
    stored.map(({ bytes, leafHash }, index) => ({ index, bytes, hash: leafHash })),
  );
}

/** Puts rows in the place of what the store holds; whoever owns it can drop what binds entries to their persons. */
export async function putRows(node: AccordNode, rows: readonly Row[]): Promise<void> {
  const { db } = node.store;
  await db.schema
    .alterTable("ledger_subjects")
    .dropConstraint("ledger_subjects_entry_fkey")
    .ifExists()
    .execute();
  await db.deleteFrom("ledger_entry").where("index", ">=", rows.length).execute();
  for (const { index, bytes, hash } of rows) {
    await db
      .insertInto("ledger_entry")
      .values({ index, bytes, hash })
      .onConflict((conflict) => conflict.column("index").doUpdateSet({ bytes, hash }))
      .execute();
  }
}

/** An entry such as a node writes by itself. */
export function note(node: AccordNode, code: string): Promise<unknown> {
  return recordEntry(node.ledger, node.store, {
    kind: "refusal",
    partner: "unhcr",
    code,
    at: "2026-03-01T08:00:00.000Z",
  });
}
