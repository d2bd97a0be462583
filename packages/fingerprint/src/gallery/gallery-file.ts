import { COMPARED_LIMIT, EDGE_NEIGHBOURS } from "../match/measures.ts";
import { Gallery } from "./gallery.ts";
import { FingerprintGalleryError } from "./gallery-error.ts";
import { Segment } from "./segment.ts";
import { allocate, readCounts, type SegmentArrays } from "./segment-layout.ts";
import { BIN_BITS } from "./triangle-bins.ts";

/*
 * A gallery in a file, little-endian: magic (8 bytes), version (u32), number of segments (u32), for each segment its
 * length in bytes (f64), its checksum (u32) and zero (u32), then the header's own checksum (u32) and zero (u32), then the
 * segments as they are in memory. Everything stands at multiples of 8 bytes.
 */
const MAGIC = new TextEncoder().encode("AccGllry");
/** Changes whenever bytes of before would be read wrongly: also where triangles are found or binned otherwise. */
const VERSION = 1;
const SEGMENTS_LIMIT = 1 << 16;
const ENTRY_BYTES = 16;

/** Bytes from the start of a file that {@link headerLength} needs. */
export const PREFIX_BYTES = 16;

const REBUILD = "Build the gallery anew from the templates and save it again.";

/** What a file's header says of one segment. */
export interface SegmentEntry {
  readonly byteLength: number;
  readonly checksum: number;
}

/**
 * The gallery as bytes, in parts to be written one after the other: a header and the segments themselves, uncopied.
 * Deleted fingers stay until {@link Gallery.compact}.
 */
export function galleryBytes(gallery: Gallery): Uint8Array[] {
  const segments = gallery.segments.map(({ buffer }) => new Uint8Array(buffer));
  const header = new DataView(new ArrayBuffer(lengthOfHeader(segments.length)));
  new Uint8Array(header.buffer).set(MAGIC);
  header.setUint32(8, VERSION, true);
  header.setUint32(12, segments.length, true);
  for (const [index, segment] of segments.entries()) {
    header.setFloat64(PREFIX_BYTES + index * ENTRY_BYTES, segment.byteLength, true);
    header.setUint32(PREFIX_BYTES + index * ENTRY_BYTES + 8, checksum(segment), true);
  }
  const end = header.byteLength - 8;
  header.setUint32(end, checksum(new Uint8Array(header.buffer, 0, end)), true);
  return [new Uint8Array(header.buffer), ...segments];
}

/**
 * Reads a gallery from the bytes of a file, which are copied once.
 *
 * @throws FingerprintGalleryError where the bytes are not a gallery of this version, incomplete or damaged
 */
export function readGallery(bytes: Uint8Array): Gallery {
  const entries = readHeader(bytes.subarray(0, headerLength(bytes.subarray(0, PREFIX_BYTES))));
  let at = lengthOfHeader(entries.length);
  const segments = entries.map((entry, index) => {
    if (at + entry.byteLength > bytes.length) throw truncated(`segment ${index}`);
    const memory = allocate(entry.byteLength);
    new Uint8Array(memory).set(bytes.subarray(at, at + entry.byteLength));
    at += entry.byteLength;
    return openSegment(memory, entry, index);
  });
  if (at !== bytes.length) throw trailing();
  return Gallery.of(segments);
}

/** Length of the header, from the first {@link PREFIX_BYTES} of a file. */
export function headerLength(prefix: Uint8Array): number {
  if (!MAGIC.every((value, index) => prefix[index] === value))
    throw new FingerprintGalleryError(
      "fingerprint.gallery.magic",
      "the bytes are no gallery",
      "start",
      "Name a file that a gallery was saved to.",
    );
  if (prefix.length < PREFIX_BYTES) throw truncated("header");
  const view = new DataView(prefix.buffer, prefix.byteOffset);
  if (view.getUint32(8, true) !== VERSION)
    throw new FingerprintGalleryError(
      "fingerprint.gallery.version",
      "the gallery was saved by another version of this software",
      "version",
      REBUILD,
    );
  const segments = view.getUint32(12, true);
  if (segments > SEGMENTS_LIMIT) throw damaged("number of segments");
  return lengthOfHeader(segments);
}

/** The segments that a whole header lists. */
export function readHeader(header: Uint8Array): SegmentEntry[] {
  if (header.length < headerLength(header.subarray(0, PREFIX_BYTES))) throw truncated("header");
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const end = header.length - 8;
  if (view.getUint32(end, true) !== checksum(header.subarray(0, end))) throw changed("header");
  return Array.from({ length: view.getUint32(12, true) }, (_, index) => {
    const at = PREFIX_BYTES + index * ENTRY_BYTES;
    const byteLength = view.getFloat64(at, true);
    if (!Number.isSafeInteger(byteLength) || byteLength < 0) throw damaged(`segment ${index}`);
    return { byteLength, checksum: view.getUint32(at + 8, true) };
  });
}

/** Takes a segment's bytes as they lie in memory, after checking them. */
export function openSegment(memory: ArrayBufferLike, entry: SegmentEntry, index: number): Segment {
  const where = `segment ${index}`;
  if (checksum(new Uint8Array(memory)) !== entry.checksum) throw changed(where);
  if (readCounts(memory) === undefined) throw damaged(where);
  const segment = new Segment(memory);
  if (!isConsistent(segment)) throw damaged(where);
  return segment;
}

export function truncated(where: string): FingerprintGalleryError {
  return new FingerprintGalleryError(
    "fingerprint.gallery.truncated",
    "the gallery ends too early",
    where,
    "Save the gallery again, or fetch the whole file.",
  );
}

export function trailing(): FingerprintGalleryError {
  return new FingerprintGalleryError(
    "fingerprint.gallery.trailing",
    "bytes follow the gallery's end",
    "end",
    "Save the gallery again, or fetch the file again.",
  );
}

function changed(where: string): FingerprintGalleryError {
  return new FingerprintGalleryError(
    "fingerprint.gallery.checksum",
    "the gallery's bytes are not those that were saved",
    where,
    "Fetch the file again, or build the gallery anew from the templates.",
  );
}

function damaged(where: string): FingerprintGalleryError {
  return new FingerprintGalleryError(
    "fingerprint.gallery.damaged",
    "the gallery's parts do not fit together",
    where,
    REBUILD,
  );
}

function lengthOfHeader(segments: number): number {
  return PREFIX_BYTES + segments * ENTRY_BYTES + 8;
}

/**
 * Four interleaved FNV-1a hashes over 32-bit words, mixed: any change within one word changes it for certain, others but
 * for one in four thousand million. For accidents, not for forgers. Lengths are multiples of 4.
 *
 * @see draft-eastlake-fnv
 */
function checksum(bytes: Uint8Array): number {
  const words =
    bytes.byteOffset % 4 === 0
      ? new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
      : new Uint32Array(bytes.slice().buffer, 0, bytes.length >> 2);
  let [a, b, c, d] = [0x811c9dc5, 0x811c9dc5, 0x811c9dc5, 0x811c9dc5];
  const whole = words.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    a = Math.imul(a ^ words[at]!, FNV_PRIME);
    b = Math.imul(b ^ words[at + 1]!, FNV_PRIME);
    c = Math.imul(c ^ words[at + 2]!, FNV_PRIME);
    d = Math.imul(d ^ words[at + 3]!, FNV_PRIME);
  }
  for (let at = whole; at < words.length; at++) a = Math.imul(a ^ words[at]!, FNV_PRIME);
  for (const lane of [b, c, d]) a = Math.imul(a ^ lane, FNV_PRIME);
  return a >>> 0;
}
const FNV_PRIME = 0x01000193;

/** Whether nothing in the segment points outside of it, so that no search can run away. */
function isConsistent({ arrays }: Segment): boolean {
  const { start, edgeStart, edgeCount, edgeEnd, blockFinger, blockSlot, blockBits, slot, posting } = arrays;
  return (
    isRising(start, arrays.x.length, COMPARED_LIMIT) &&
    isRising(edgeStart, edgeEnd.length, COMPARED_LIMIT * EDGE_NEIGHBOURS) &&
    isRising(blockFinger, arrays.subject.length, 1 << 16) &&
    edgesFit(arrays) &&
    edgeCount.length === arrays.x.length &&
    blockSlot.every((from, block) => {
      const bits = blockBits[block]!;
      return bits <= BIN_BITS && from + (1 << bits) < slot.length;
    }) &&
    slot.every((at) => at <= posting.length) &&
    arrays.position.every((position) => position <= 10) &&
    arrays.resolution.every((resolution) => resolution > 0)
  );
}

function isRising(bounds: Uint32Array, end: number, step: number): boolean {
  return (
    bounds[0] === 0 &&
    bounds[bounds.length - 1] === end &&
    bounds.every((value, index) => {
      const before = index === 0 ? 0 : bounds[index - 1]!;
      return value >= before && value - before <= step;
    })
  );
}

/** Every edge must end at a minutia of its finger, and each finger's counts must add up. */
function edgesFit({ start, edgeStart, edgeCount, edgeEnd }: SegmentArrays): boolean {
  let edge = 0;
  for (let finger = 0; finger + 1 < start.length; finger++) {
    const from = start[finger]!;
    const count = start[finger + 1]! - from;
    if (edgeStart[finger] !== edge) return false;
    for (let one = 0; one < count; one++)
      for (let left = edgeCount[from + one]!; left > 0; left--) if (edgeEnd[edge++]! >= count) return false;
  }
  return edge === edgeEnd.length;
}
