import type { Ledger } from "../ledger.ts";
import type { LedgerStorage } from "../storage.ts";
import { tileNames, tilePath } from "./path.ts";

/** Where a log's resources are written, by their path below the log's prefix. */
export interface TileSink {
  write(path: string, bytes: Uint8Array): Promise<void>;
}

/**
 * Writes a log's resources up to a checkpoint: bundles and tiles first and the checkpoint last, so that an export that
 * breaks off never promises what is not there.
 *
 * @param checkpoint the signed note, of `size` entries
 * @throws LedgerError `ledger.range` where the ledger is smaller
 */
export async function exportTiles(
  ledger: Ledger,
  checkpoint: { readonly note: string; readonly size: number },
  sink: TileSink,
  within?: LedgerStorage,
): Promise<void> {
  await ledger.root(checkpoint.size, within);
  for (const name of tileNames(checkpoint.size)) {
    const bytes = await ledger.tile(name, within);
    if (bytes !== undefined) await sink.write(tilePath(name), bytes);
  }
  await sink.write("checkpoint", new TextEncoder().encode(checkpoint.note));
}
