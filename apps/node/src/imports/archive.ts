import { Readable } from "node:stream";
import { makeZip } from "client-zip";

export interface ArchiveEntry {
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * The bytes of a ZIP archive (with ZIP64 where it must be), as a stream: one entry is in memory at a time. Entries are
 * stored as they are, since templates hardly shrink.
 */
export function archiveOf(entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>): Readable {
  return Readable.fromWeb(makeZip(zipEntries(entries)) as Parameters<typeof Readable.fromWeb>[0]);
}

/** The same entries make the same archive: the files' own times would be of no use in it. */
const NO_TIME = new Date(Date.UTC(1980, 0, 2));

async function* zipEntries(entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>) {
  for await (const { name, content } of entries) yield { name, input: content, lastModified: NO_TIME };
}
