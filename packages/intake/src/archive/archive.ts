import { inflateRaw } from "node:zlib";
import { AccordError } from "@accord/vocabulary";
import { LIMITS } from "../limits.ts";
import type { ByteSource } from "./byte-source.ts";

/** One file in a ZIP archive, as the central directory lists it (PKWARE APPNOTE 6.3.10, section 4.3.12). */
export interface ArchiveEntry {
  readonly name: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly method: number;
  readonly encrypted: boolean;
  readonly headerOffset: number;
}

export interface Archive {
  readonly entries: readonly ArchiveEntry[];
  /**
   * Unpacks one entry into memory; never to the disk.
   *
   * @throws AccordError `intake.archive` where it is damaged, encrypted, or larger than `maximumBytes` or its own claim
   */
  unpack(entry: ArchiveEntry, maximumBytes: number): Promise<Uint8Array>;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const IN_64 = 0xffffffff;
const FREE_RATIO_BYTES = 1024 ** 2;
/** Bytes of a central directory that are held in memory. */
const MAXIMUM_DIRECTORY_BYTES = 512 * 1024 ** 2;

/**
 * Reads a ZIP archive's directory. Only what the directory lists exists; sizes are claims that `unpack` enforces, so
 * that neither a lying header nor a bomb costs more memory than was allowed.
 *
 * @throws AccordError `intake.archive`
 */
export async function openArchive(source: ByteSource, name: string): Promise<Archive> {
  const fault = (problem: string, entry?: string): AccordError =>
    new AccordError("intake.archive", `${name}: ${problem}`, {
      where: entry === undefined ? name : `${name}, ${entry}`,
      remedy: "Pack the files again as an ordinary ZIP archive, without a password.",
    });
  const directory = await readDirectory(source, fault);
  const entries = directoryEntries(directory.bytes, directory.count, fault);

  const unpack = async (entry: ArchiveEntry, maximumBytes: number): Promise<Uint8Array> => {
    if (entry.encrypted) throw fault("a file is encrypted", entry.name);
    if (entry.unpackedBytes > maximumBytes) {
      throw fault(`a file unpacks to more than ${maximumBytes} bytes`, entry.name);
    }
    if (
      entry.unpackedBytes > FREE_RATIO_BYTES &&
      entry.unpackedBytes > entry.packedBytes * LIMITS.maximumUnpackingRatio
    ) {
      throw fault(`a file unpacks to more than ${LIMITS.maximumUnpackingRatio} times its size`, entry.name);
    }
    const local = viewOf(await source.read(entry.headerOffset, 30));
    if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL)
      throw fault("a file's header is damaged");
    const start = entry.headerOffset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    if (start + entry.packedBytes > source.size) throw fault("a file is cut short", entry.name);
    const packed = await source.read(start, entry.packedBytes);
    const bytes =
      entry.method === 0
        ? packed
        : entry.method === 8
          ? await inflate(packed, entry.unpackedBytes)
          : undefined;
    if (bytes === undefined || bytes.length !== entry.unpackedBytes) {
      throw fault("a file is damaged, or is not as large as the archive says", entry.name);
    }
    return bytes;
  };
  return { entries, unpack };
}

type Fault = (problem: string, entry?: string) => AccordError;

function inflate(packed: Uint8Array, claimedBytes: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    inflateRaw(packed, { maxOutputLength: Math.max(1, claimedBytes) }, (error, result) =>
      // A stream that is damaged and one that is longer than its claim are refused alike, by the caller.
      resolve(error === null ? result : undefined),
    );
  });
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function readDirectory(
  source: ByteSource,
  fault: Fault,
): Promise<{ bytes: Uint8Array; count: number }> {
  const tailStart = Math.max(0, source.size - 65_557);
  const tail = viewOf(await source.read(tailStart, source.size - tailStart));
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== END) at -= 1;
  if (at < 0) throw fault("this is not a ZIP archive, or it was not copied whole");
  let count = tail.getUint16(at + 10, true);
  let size = tail.getUint32(at + 12, true);
  let offset = tail.getUint32(at + 16, true);
  if (at >= 20 && tail.getUint32(at - 20, true) === LOCATOR_64) {
    const end = viewOf(await source.read(Number(tail.getBigUint64(at - 12, true)), 56));
    if (end.byteLength < 56 || end.getUint32(0, true) !== END_64) throw fault("its directory is damaged");
    count = Number(end.getBigUint64(32, true));
    size = Number(end.getBigUint64(40, true));
    offset = Number(end.getBigUint64(48, true));
  }
  if (offset + size > source.size || size > MAXIMUM_DIRECTORY_BYTES || count * 46 > size) {
    throw fault("its directory is damaged or too large");
  }
  return { bytes: await source.read(offset, size), count };
}

function directoryEntries(bytes: Uint8Array, count: number, fault: Fault): ArchiveEntry[] {
  const view = viewOf(bytes);
  const entries: ArchiveEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL)
      throw fault("its directory is damaged");
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const extraStart = at + 46 + nameBytes;
    const next = extraStart + extraBytes + view.getUint16(at + 32, true);
    if (next > view.byteLength) throw fault("its directory is damaged");
    const wide = wideFields(view, extraStart, extraStart + extraBytes);
    const field = (offset: number): number => {
      const value = view.getUint32(at + offset, true);
      if (value !== IN_64) return value;
      const inWide = wide.shift();
      if (inWide === undefined) throw fault("its directory is damaged");
      return inWide;
    };
    const unpackedBytes = field(24);
    const packedBytes = field(20);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, extraStart)),
      packedBytes,
      unpackedBytes,
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      headerOffset: field(42),
    });
    at = next;
  }
  return entries;
}

/** The 64-bit values of the extra field with id 1, in their order (APPNOTE 4.5.3). */
function wideFields(view: DataView, start: number, end: number): number[] {
  const values: number[] = [];
  for (let at = start; at + 4 <= end; ) {
    const bytes = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      for (let from = at + 4; from + 8 <= Math.min(end, at + 4 + bytes); from += 8) {
        values.push(Number(view.getBigUint64(from, true)));
      }
    }
    at += 4 + bytes;
  }
  return values;
}
