import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { relative, sep } from "node:path";
import type { Readable } from "node:stream";
import { LIMITS } from "@accord/intake";
import { AccordError } from "@accord/vocabulary";
import { type ArchiveEntry, archiveOf } from "./archive.ts";
import { filesBelow } from "./files-below.ts";

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

/** A folder as an archive, or the archive that the path names. */
export async function fingerprintsStream(path: string, onFile?: (files: number) => void): Promise<Readable> {
  return (await stat(path)).isDirectory() ? folderAsArchive(path, onFile) : createReadStream(path);
}
