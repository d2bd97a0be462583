import type { ByteReader } from "./byte-reader.ts";
import { type ByteWriter, unwritable } from "./byte-writer.ts";
import { FingerprintFormatError } from "./format-error.ts";
import { decodeRidgeCounts, encodeRidgeCounts, type RidgeCounts } from "./ridge-counts.ts";
import { decodeSingularPoints, encodeSingularPoints, type SingularPoints } from "./singular-points.ts";
import { decodeZonalQuality, encodeZonalQuality, type ZonalQuality } from "./zonal-quality.ts";

/** Data that no standard defines, or that does not have the form its type should: kept as bytes. */
export interface OpaqueBlock {
  readonly kind: "opaque";
  /** Type code, 0 to 65,535; 1 to 3 are the standards', from 0x0100 vendors'. */
  readonly type: number;
  readonly data: Uint8Array;
}

/** One block of the extended data area behind a view's minutiae. */
export type ExtendedBlock = RidgeCounts | SingularPoints | ZonalQuality | OpaqueBlock;

/** Which layouts the blocks have; see the block types. */
export interface ExtendedDialect {
  readonly points: "iso" | "ansi";
  readonly zones: "2005" | "2011" | "none";
  readonly length: "data" | "block";
}

export const ISO_2005_BLOCKS: ExtendedDialect = { points: "iso", zones: "2005", length: "data" };
export const ISO_2011_BLOCKS: ExtendedDialect = { points: "iso", zones: "2011", length: "block" };
export const ANSI_BLOCKS: ExtendedDialect = { points: "ansi", zones: "none", length: "block" };

interface ImageSize {
  readonly width: number;
  readonly height: number;
}

interface ExtendedArea {
  readonly extended: readonly ExtendedBlock[];
  readonly extendedLength?: "data" | "block";
}

/**
 * Reads the extended data area: its length in two bytes, then blocks of type, length and data. Encoders differ in what
 * the length counts; the format's own reading is tried first, then the other. A block becomes typed only where writing
 * it would give the same bytes.
 */
export function readExtended(input: ByteReader, dialect: ExtendedDialect, image: ImageSize): ExtendedArea {
  const start = input.at;
  const area = input.take(input.short());
  const other = dialect.length === "data" ? "block" : "data";
  const own = split(area, dialect.length);
  const raw = own ?? split(area, other);
  if (raw === undefined) {
    throw new FingerprintFormatError(
      "fingerprint.format.extended",
      "the extended data blocks do not fill their area",
      start,
      "Export without extended data, or report the device that wrote this.",
    );
  }
  const extended = raw.map((block) => typed(block, dialect, image));
  return own === undefined ? { extended, extendedLength: other } : { extended };
}

export function writeExtended(
  output: ByteWriter,
  { extended, extendedLength }: ExtendedArea,
  dialect: ExtendedDialect,
  image: ImageSize,
): void {
  const start = output.at;
  const overhead = (extendedLength ?? dialect.length) === "block" ? 4 : 0;
  output.short("the length of the extended data", 0);
  for (const block of extended) {
    const { type, data } = opaque(block, dialect, image, output.at);
    output.short("the type of an extended data block", type);
    output.short("the length of an extended data block", data.length + overhead);
    output.put(data);
  }
  output.shortAt(start, "the length of the extended data", output.at - start - 2);
}

function split(area: Uint8Array, length: "data" | "block"): OpaqueBlock[] | undefined {
  const overhead = length === "block" ? 4 : 0;
  const input = new DataView(area.buffer, area.byteOffset, area.byteLength);
  const blocks: OpaqueBlock[] = [];
  let at = 0;
  while (at < area.length) {
    if (at + 4 > area.length) return undefined;
    const dataBytes = input.getUint16(at + 2) - overhead;
    if (dataBytes < 0 || at + 4 + dataBytes > area.length) return undefined;
    blocks.push({ kind: "opaque", type: input.getUint16(at), data: area.slice(at + 4, at + 4 + dataBytes) });
    at += 4 + dataBytes;
  }
  return blocks;
}

function typed(block: OpaqueBlock, dialect: ExtendedDialect, image: ImageSize): ExtendedBlock {
  const found =
    block.type === 1
      ? decodeRidgeCounts(block.data)
      : block.type === 2
        ? decodeSingularPoints(block.data, dialect.points)
        : block.type === 3 && dialect.zones !== "none"
          ? decodeZonalQuality(block.data, dialect.zones, image)
          : undefined;
  if (found === undefined) return block;
  const again = encode(found, dialect, image);
  return again !== undefined && isSame(again, block.data) ? found : block;
}

function opaque(
  block: ExtendedBlock,
  dialect: ExtendedDialect,
  image: ImageSize,
  where: number,
): Pick<OpaqueBlock, "type" | "data"> {
  if (block.kind === "opaque") return block;
  const data = encode(block, dialect, image);
  if (data === undefined) unwritable(`extended data (${block.kind}) does not fit the format`, where);
  return { type: block.kind === "ridge-counts" ? 1 : block.kind === "singular-points" ? 2 : 3, data };
}

function encode(
  block: Exclude<ExtendedBlock, OpaqueBlock>,
  dialect: ExtendedDialect,
  image: ImageSize,
): Uint8Array | undefined {
  switch (block.kind) {
    case "ridge-counts":
      return encodeRidgeCounts(block);
    case "singular-points":
      return encodeSingularPoints(block, dialect.points);
    case "zonal-quality":
      return dialect.zones === "none" ? undefined : encodeZonalQuality(block, dialect.zones, image);
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
