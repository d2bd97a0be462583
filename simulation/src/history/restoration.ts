import { emptyTables } from "../model/rows.ts";
import { applyRows, Draft } from "../model/store.ts";
import type { Written } from "../world/disk.ts";
import type { SimulatedNode } from "../world/node.ts";

/**
 * What the node's own restoration writes besides the backup: the ledger of the key part, which may be newer; that it was
 * restored; and that exchanges under way are over.
 */
export function restoration(node: SimulatedNode, ledgerFrom: readonly Written[]): void {
  const tables = emptyTables();
  for (const { rows } of node.disk.recover()) applyRows(tables, rows);
  const newest = emptyTables();
  for (const { rows } of ledgerFrom) applyRows(newest, rows);
  const draft = new Draft(tables);
  for (const [key, row] of newest.ledger) draft.put("ledger", key, row);
  draft.put("meta", "ledger", newest.ledger.size);
  draft.put("meta", "restoredLedger", newest.ledger.size);
  for (const [exchange, state] of tables.exchanges) {
    if (state.step === "done" || state.standing.kind === "halted") continue;
    draft.put("exchanges", exchange, {
      ...state,
      working: [],
      standing: {
        kind: "halted",
        code: "exchange.restored",
        reason: "the node was restored from a backup that was written while the exchange was under way",
        remedy: "Begin a new exchange.",
        by: state.self,
      },
    });
  }
  node.disk.write(draft.written());
  node.disk.sync();
}
