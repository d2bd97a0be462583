import { opendir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { AccordError } from "@accord/vocabulary";
import { type ArchiveEntry, openArchive } from "../archive/archive.ts";
import { bytesOfFile } from "../archive/byte-source.ts";
import { LIMITS } from "../limits.ts";

/** A file that was found, with its bytes still to be read; or why it will not be. */
export type FoundFile =
  | { readonly kind: "file"; readonly path: string; read(): Promise<Uint8Array> }
  | { readonly kind: "refused"; readonly path: string; readonly problem: string; readonly remedy: string };

/**
 * The files of a folder and its folders, or of a ZIP archive, one after the other. Links are not followed, archives are
 * read in memory and nothing is unpacked to the disk; names that climb out of the archive are refused all the same,
 * since whoever made them meant harm.
 *
 * @throws AccordError `intake.not_readable`, `intake.archive`, `intake.too_large`
 */
export async function* filesIn(path: string): AsyncGenerator<FoundFile> {
  const name = basename(path);
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new AccordError("intake.not_readable", `${name} cannot be opened (${cause.code})`, {
      where: name,
      remedy: "Give the path of a folder or of a ZIP archive that you may read.",
    });
  });
  let count = 0;
  for await (const file of found.isDirectory() ? filesInFolder(path, "") : filesInArchive(path, name)) {
    count += 1;
    if (count > LIMITS.maximumFingerprintFiles) {
      throw new AccordError("intake.too_large", `more than ${LIMITS.maximumFingerprintFiles} files`, {
        where: name,
        remedy: "Split them over several folders or archives.",
      });
    }
    yield file;
  }
}

async function* filesInFolder(root: string, below: string): AsyncGenerator<FoundFile> {
  const names: { name: string; isFolder: boolean }[] = [];
  for await (const entry of await opendir(join(root, below))) {
    if (entry.name.startsWith(".")) continue;
    if (entry.isFile() || entry.isDirectory())
      names.push({ name: entry.name, isFolder: entry.isDirectory() });
  }
  // In the order of their names, so that two runs see the same order on any file system.
  names.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, isFolder } of names) {
    const path = below === "" ? name : `${below}/${name}`;
    if (isFolder) {
      yield* filesInFolder(root, path);
      continue;
    }
    const { size } = await stat(join(root, path));
    yield size > LIMITS.maximumFingerprintBytes
      ? tooLarge(path)
      : { kind: "file", path, read: () => readFile(join(root, path)) };
  }
}

async function* filesInArchive(path: string, name: string): AsyncGenerator<FoundFile> {
  const source = await bytesOfFile(path);
  try {
    const archive = await openArchive(source, name);
    for (const entry of archive.entries) {
      if (isFolderOrHidden(entry)) continue;
      if (climbsOut(entry.name)) {
        yield {
          kind: "refused",
          path: entry.name,
          problem: "the name leads out of the archive",
          remedy: "Ask the sender where this archive was made; pack the files again with plain names.",
        };
      } else if (entry.unpackedBytes > LIMITS.maximumFingerprintBytes) {
        yield tooLarge(entry.name);
      } else {
        yield {
          kind: "file",
          path: entry.name,
          read: () => archive.unpack(entry, LIMITS.maximumFingerprintBytes),
        };
      }
    }
  } finally {
    await source.close();
  }
}

function isFolderOrHidden({ name }: ArchiveEntry): boolean {
  return name.endsWith("/") || name.startsWith("__MACOSX/") || /(^|\/)\.[^./]/.test(name);
}

function climbsOut(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\\|\0/.test(name) || name.split("/").includes("..");
}

function tooLarge(path: string): FoundFile {
  return {
    kind: "refused",
    path,
    problem: `the file has more than ${LIMITS.maximumFingerprintBytes} bytes`,
    remedy: "These are no fingerprints of one person; leave it out.",
  };
}
