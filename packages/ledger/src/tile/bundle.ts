import { LedgerError } from "../errors.ts";

const LENGTH_BYTES = 2;

/** An entry bundle (C2SP tlog-tiles): each entry after its length, a big-endian 16-bit number. */
export function formatBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(entries.reduce((sum, { length }) => sum + LENGTH_BYTES + length, 0));
  const view = new DataView(bundle.buffer);
  let offset = 0;
  for (const entry of entries) {
    view.setUint16(offset, entry.length);
    bundle.set(entry, offset + LENGTH_BYTES);
    offset += LENGTH_BYTES + entry.length;
  }
  return bundle;
}

/**
 * The entries of a bundle, as views of it.
 *
 * @throws LedgerError `ledger.tile_malformed` where the bundle does not end with an entry's end
 */
export function parseBundle(bundle: Uint8Array): Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  const entries: Uint8Array[] = [];
  for (let offset = 0; offset < bundle.length; ) {
    const start = offset + LENGTH_BYTES;
    const end = start > bundle.length ? undefined : start + view.getUint16(offset);
    if (end === undefined || end > bundle.length) {
      throw new LedgerError("ledger.tile_malformed", "An entry bundle is cut off.", {
        where: `entry ${entries.length} of the bundle`,
        remedy: "Fetch the bundle again, unchanged.",
      });
    }
    entries.push(bundle.subarray(start, end));
    offset = end;
  }
  return entries;
}
