import { POSTING_SKIP } from "./segment-layout.ts";
import { BIN_BITS, SECTOR_BITS, SECTORS } from "./triangle-bins.ts";
import type { TriangleList } from "./triangle-list.ts";

/** Postings of a block of fingers by bin; see {@link SegmentArrays} for how they are found. */
export interface BlockIndex {
  /** Bins are told apart by so many of their upper bits: fewer where there are few fingers. */
  readonly bits: number;
  readonly slot: Uint32Array;
  readonly posting: Uint16Array;
  readonly size: Uint8Array;
}

/** Bins a finger, as far as there are bins: in small blocks finding a bin's postings takes 256 bytes a finger and at least 128 KB. */
const BINS_A_FINGER = 64;
const LEAST_BITS = 15;
/** Fingers differ in how many triangles they have; in classes of this width, of which the last is open. */
export const SIZE_STEP = 32;
export const SIZE_CLASSES = 32;

function sizeClass(triangles: number): number {
  return 1 + Math.min(SIZE_CLASSES - 2, Math.floor(triangles / SIZE_STEP));
}

/** Sorts a block's triangles by bin, within a bin by finger, by counting. */
export function indexBlock(triangles: TriangleList): BlockIndex {
  const wanted = Math.ceil(Math.log2(Math.max(1, triangles.fingers * BINS_A_FINGER)));
  const bits = Math.min(BIN_BITS, Math.max(LEAST_BITS, wanted));
  const shift = BIN_BITS - bits;
  const bins = 1 << bits;
  const slot = new Uint32Array(bins + 1);
  const previous = new Int32Array(bins);
  const { bin, finger, sector } = triangles;
  for (let index = 0; index < triangles.count; index++) {
    const at = bin[index]! >> shift;
    slot[at + 1]! += 1 + skips(finger[index]! - previous[at]!);
    previous[at] = finger[index]!;
  }
  for (let at = 0; at < bins; at++) slot[at + 1]! += slot[at]!;
  const posting = new Uint16Array(slot[bins]!);
  const next = slot.slice();
  previous.fill(0);
  for (let index = 0; index < triangles.count; index++) {
    const at = bin[index]! >> shift;
    const further = finger[index]! - previous[at]!;
    previous[at] = finger[index]!;
    for (let left = skips(further); left > 0; left--) posting[next[at]!++] = POSTING_SKIP;
    const turned = (SECTORS - sector[index]!) & (SECTORS - 1);
    posting[next[at]!++] = (turned << (16 - SECTOR_BITS)) | (further % POSTING_SKIP);
  }
  return { bits, slot, posting, size: Uint8Array.from(triangles.perFinger, sizeClass) };
}

/** Postings that stand for no triangle before one so much further on. */
function skips(further: number): number {
  return Math.floor(further / POSTING_SKIP);
}
