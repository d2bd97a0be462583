import { createReadStream } from "node:fs";
import { opendir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { LIMITS } from "@accord/intake";
import { AccordError } from "@accord/vocabulary";

/**
 * The bytes of a ZIP archive with the files of a folder, as a stream: one file is in memory at a time. Files are stored
 * as they are, since templates hardly shrink; hidden files and links are left out. PKWARE APPNOTE 6.3.10, always with
 * ZIP64's end records, so that more than 65,535 files may be in it.
 */
export function folderAsArchive(root: string, onFile: (files: number) => void = () => undefined): Readable {
  return Readable.from(archive(root, onFile), { objectMode: false });
}

async function* archive(root: string, onFile: (files: number) => void): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const path of filesBelow(root)) {
    const { size } = await stat(path);
    if (size > LIMITS.maximumTemplateBytes) {
      throw new AccordError("import.not_a_template", "a file is too large for a template of fingers", {
        where: relative(root, path),
        remedy: "Leave it out of the folder.",
      });
    }
    const content = await readFile(path);
    const name = Buffer.from(relative(root, path).split(sep).join("/"));
    const header = localHeader(name, content);
    yield header;
    yield content;
    directory.push(directoryEntry(name, content, offset));
    offset += header.length + content.length;
    onFile(directory.length);
  }
  const entries = Buffer.concat(directory);
  yield entries;
  yield endRecords(directory.length, entries.length, offset);
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

const ZIP64_VERSION = 45;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first day that the format knows: the files' own times would be of no use here. */
const DOS_DATE = 0x0021;
const IN_ZIP64 = 0xffffffff;

/** APPNOTE 4.3.7 */
function localHeader(name: Buffer, content: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeFileFields(header, 4, name, content);
  return Buffer.concat([header, name]);
}

/** APPNOTE 4.3.12, with the offset in the extra field of 4.5.3 */
function directoryEntry(name: Buffer, content: Buffer, offset: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(ZIP64_VERSION, 4);
  writeFileFields(entry, 6, name, content);
  const zip64 = Buffer.alloc(12);
  zip64.writeUInt16LE(0x0001, 0);
  zip64.writeUInt16LE(8, 2);
  zip64.writeBigUInt64LE(BigInt(offset), 4);
  entry.writeUInt16LE(zip64.length, 30);
  entry.writeUInt32LE(IN_ZIP64, 42);
  return Buffer.concat([entry, name, zip64]);
}

/** What both headers say of a file, from `at`: version, flags, method, time, date, CRC-32, sizes and name's length. */
function writeFileFields(header: Buffer, at: number, name: Buffer, content: Buffer): void {
  header.writeUInt16LE(ZIP64_VERSION, at);
  header.writeUInt16LE(UTF8_NAMES, at + 2);
  header.writeUInt16LE(0, at + 4);
  header.writeUInt16LE(0, at + 6);
  header.writeUInt16LE(DOS_DATE, at + 8);
  header.writeUInt32LE(crc32(content), at + 10);
  header.writeUInt32LE(content.length, at + 14);
  header.writeUInt32LE(content.length, at + 18);
  header.writeUInt16LE(name.length, at + 22);
}

/** APPNOTE 4.3.14 to 4.3.16 */
function endRecords(entries: number, directoryBytes: number, directoryAt: number): Buffer {
  const end = Buffer.alloc(56 + 20 + 22);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(ZIP64_VERSION, 12);
  end.writeUInt16LE(ZIP64_VERSION, 14);
  end.writeBigUInt64LE(BigInt(entries), 24);
  end.writeBigUInt64LE(BigInt(entries), 32);
  end.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end.writeBigUInt64LE(BigInt(directoryAt), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(directoryAt + directoryBytes), 64);
  end.writeUInt32LE(1, 72);
  end.writeUInt32LE(0x06054b50, 76);
  end.writeUInt16LE(0xffff, 84);
  end.writeUInt16LE(0xffff, 86);
  end.writeUInt32LE(IN_ZIP64, 88);
  end.writeUInt32LE(IN_ZIP64, 92);
  return end;
}

/** A folder as an archive, or the archive that the path names. */
export async function templatesStream(path: string, onFile?: (files: number) => void): Promise<Readable> {
  return (await stat(path)).isDirectory() ? folderAsArchive(path, onFile) : createReadStream(path);
}
