import { SECTOR_BITS } from "./triangle-bins.ts";

/** How many of everything a segment holds. */
export interface SegmentCounts {
  readonly fingers: number;
  readonly minutiae: number;
  readonly edges: number;
  readonly blocks: number;
  /** Bins of all blocks, with one more a block. */
  readonly slots: number;
  readonly postings: number;
}

/** The arrays of a segment. Fingers stand in order of position, then subject. */
export interface SegmentArrays {
  readonly subject: Uint32Array;
  /** Minutiae of finger f are those from start[f] to start[f + 1], left to right. */
  readonly start: Uint32Array;
  /** Edges of finger f are those from edgeStart[f] to edgeStart[f + 1]. */
  readonly edgeStart: Uint32Array;
  /** Fingers of block b are those from blockFinger[b] to blockFinger[b + 1]; all have one position. */
  readonly blockFinger: Uint32Array;
  readonly blockSlot: Uint32Array;
  /** Postings of bin i of block b are those from slot[blockSlot[b] + i] to slot[blockSlot[b] + i + 1]. */
  readonly slot: Uint32Array;
  /** See {@link POSTING_SKIP}. */
  readonly posting: Uint16Array;
  /** Pixels per centimetre of a finger's coordinates. */
  readonly resolution: Uint16Array;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly position: Uint8Array;
  readonly quality: Uint8Array;
  /** Class of how many triangles a finger has, from 1; 0 for a finger that was deleted. */
  readonly size: Uint8Array;
  readonly blockBits: Uint8Array;
  readonly angle: Uint8Array;
  readonly kind: Uint8Array;
  /** Number of edges from each minutia to one further right, and their other ends, finding which is half the work of a comparison. */
  readonly edgeCount: Uint8Array;
  readonly edgeEnd: Uint8Array;
}

/**
 * A posting holds in its upper 3 bits the negative sector of the triangle, in its lower 13 how many fingers further its
 * finger stands in the block than that of the posting before. Where that is too far, postings with this value in the
 * lower bits come between, which stand for no triangle.
 */
export const POSTING_SKIP = (1 << (16 - SECTOR_BITS)) - 1;

type TypedArray = Uint32Array | Uint16Array | Uint8Array;
interface Section {
  readonly name: keyof SegmentArrays;
  readonly type: {
    readonly BYTES_PER_ELEMENT: number;
    new (buffer: ArrayBufferLike, at: number, length: number): TypedArray;
  };
  readonly length: (counts: SegmentCounts) => number;
}

/** In this order in memory and in files, each aligned to 8 bytes. */
const SECTIONS: readonly Section[] = [
  { name: "subject", type: Uint32Array, length: ({ fingers }) => fingers },
  { name: "start", type: Uint32Array, length: ({ fingers }) => fingers + 1 },
  { name: "edgeStart", type: Uint32Array, length: ({ fingers }) => fingers + 1 },
  { name: "blockFinger", type: Uint32Array, length: ({ blocks }) => blocks + 1 },
  { name: "blockSlot", type: Uint32Array, length: ({ blocks }) => blocks },
  { name: "slot", type: Uint32Array, length: ({ slots }) => slots },
  { name: "posting", type: Uint16Array, length: ({ postings }) => postings },
  { name: "resolution", type: Uint16Array, length: ({ fingers }) => fingers },
  { name: "x", type: Uint16Array, length: ({ minutiae }) => minutiae },
  { name: "y", type: Uint16Array, length: ({ minutiae }) => minutiae },
  { name: "position", type: Uint8Array, length: ({ fingers }) => fingers },
  { name: "quality", type: Uint8Array, length: ({ fingers }) => fingers },
  { name: "size", type: Uint8Array, length: ({ fingers }) => fingers },
  { name: "blockBits", type: Uint8Array, length: ({ blocks }) => blocks },
  { name: "angle", type: Uint8Array, length: ({ minutiae }) => minutiae },
  { name: "kind", type: Uint8Array, length: ({ minutiae }) => minutiae },
  { name: "edgeCount", type: Uint8Array, length: ({ minutiae }) => minutiae },
  { name: "edgeEnd", type: Uint8Array, length: ({ edges }) => edges },
];

const COUNTS = ["fingers", "minutiae", "edges", "blocks", "slots", "postings"] as const;
/** A segment begins with its counts, so that its bytes alone are enough to use it. */
const HEADER_BYTES = 8 * COUNTS.length;

function segmentByteLength(counts: SegmentCounts): number {
  return SECTIONS.reduce(
    (at, { type, length }) => align(at + type.BYTES_PER_ELEMENT * length(counts)),
    HEADER_BYTES,
  );
}

/** Lays a segment out in new memory, shared between threads where the engine allows that, all zero but its counts. */
export function allocateSegment(counts: SegmentCounts): ArrayBufferLike {
  const buffer = allocate(segmentByteLength(counts));
  const header = new Float64Array(buffer, 0, COUNTS.length);
  for (const [index, name] of COUNTS.entries()) header[index] = counts[name];
  return buffer;
}

/** Memory that threads can share; where a page may not have such, memory of its own. */
export function allocate(byteLength: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === "undefined"
    ? new ArrayBuffer(byteLength)
    : new SharedArrayBuffer(byteLength);
}

/** The counts at the start of a segment's bytes; undefined where these cannot be a segment of so many bytes. */
export function readCounts(buffer: ArrayBufferLike): SegmentCounts | undefined {
  if (buffer.byteLength < HEADER_BYTES) return undefined;
  const header = new Float64Array(buffer, 0, COUNTS.length);
  if (header.some((value) => !Number.isInteger(value) || value < 0 || value > 0xffffffff)) return undefined;
  const counts = Object.fromEntries(
    COUNTS.map((name, index) => [name, header[index]]),
  ) as unknown as SegmentCounts;
  return segmentByteLength(counts) === buffer.byteLength ? counts : undefined;
}

/** Views on a segment's bytes; copies nothing. */
export function segmentArrays(buffer: ArrayBufferLike, counts: SegmentCounts): SegmentArrays {
  let at = HEADER_BYTES;
  const arrays = SECTIONS.map(({ name, type: Type, length }) => {
    const array = new Type(buffer, at, length(counts));
    at = align(at + array.byteLength);
    return [name, array];
  });
  return Object.fromEntries(arrays) as SegmentArrays;
}

function align(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
