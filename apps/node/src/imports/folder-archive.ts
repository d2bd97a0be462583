import { createReadStream } from "node:fs";
import { opendir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Readable } from "node:stream";
import { LIMITS } from "@accord/intake";
import { AccordError } from "@accord/vocabulary";
import { type ArchiveEntry, archiveOf } from "./archive.ts";

/** A folder's files as an archive; hidden files and links are left out. */
export function folderAsArchive(root: string, onFile: (files: number) => void = () => undefined): Readable {
  return archiveOf(entriesOf(root, onFile));
}

async function* entriesOf(root: string, onFile: (files: number) => void): AsyncGenerator<ArchiveEntry> {
  let files = 0;
  for await (const path of filesBelow(root)) {
    const { size } = await stat(path);
    if (size > LIMITS.maximumFingerprintBytes) {
      throw new AccordError("import.not_a_template", "a file is too large for a template of fingers", {
        where: relative(root, path),
        remedy: "Leave it out of the folder.",
      });
    }
    yield { name: relative(root, path).split(sep).join("/"), content: await readFile(path) };
    files += 1;
    onFile(files);
  }
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = [];
  for await (const entry of await opendir(folder)) if (!entry.name.startsWith(".")) entries.push(entry);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** A folder as an archive, or the archive that the path names. */
export async function fingerprintsStream(path: string, onFile?: (files: number) => void): Promise<Readable> {
  return (await stat(path)).isDirectory() ? folderAsArchive(path, onFile) : createReadStream(path);
}
