import type { Session } from "../store/store.ts";
import { unfinished } from "../store/unfinished.ts";

export interface LedgerEntryRow {
  /** From 0, without gaps. */
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
}

/**
 * Appends entries that follow on what is stored.
 * @throws AccordError `ledger.out_of_order` if the first index is not the number of entries stored.
 */
export async function appendLedgerEntries(
  _session: Session,
  _entries: readonly LedgerEntryRow[],
): Promise<void> {
  unfinished();
}
export async function readLedgerEntries(
  _session: Session,
  _range: { readonly from: number; readonly limit: number },
): Promise<readonly LedgerEntryRow[]> {
  return unfinished();
}
export async function ledgerSize(_session: Session): Promise<number> {
  return unfinished();
}
