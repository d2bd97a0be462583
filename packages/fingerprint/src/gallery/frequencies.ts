import type { Segment } from "./segment.ts";
import { POSTING_SKIP } from "./segment-layout.ts";
import { BIN_BITS, BINS } from "./triangle-bins.ts";

/** A block of a segment: fingers of one position with their index. */
export interface Block {
  readonly segment: Segment;
  readonly block: number;
  readonly fingers: number;
}

/** The blocks that a probe finger is searched for in, and how common each bin is there. */
export interface Field {
  readonly blocks: readonly Block[];
  readonly fingers: number;
  /** Triangles in each bin, of the fingers that were counted. */
  readonly frequency: Float32Array;
  readonly counted: number;
  readonly triangles: number;
}

/** Bins' frequencies are read off so many blocks: more would not make them more exact than they need be. */
const BLOCKS_COUNTED = 4;

/** Finger positions agree where they are equal or one is unknown (0). */
export function fieldOf(segments: readonly Segment[], position: number): Field {
  const blocks = segments.flatMap((segment) => blocksOf(segment, position));
  const every = Math.max(1, Math.ceil(blocks.length / BLOCKS_COUNTED));
  const frequency = new Float32Array(BINS);
  let counted = 0;
  let triangles = 0;
  for (let index = 0; index < blocks.length; index += every) {
    triangles += count(blocks[index]!, frequency);
    counted += blocks[index]!.fingers;
  }
  return {
    blocks,
    fingers: blocks.reduce((sum, { fingers }) => sum + fingers, 0),
    frequency,
    counted,
    triangles,
  };
}

function blocksOf(segment: Segment, position: number): Block[] {
  const { blockFinger, position: positions } = segment.arrays;
  return Array.from({ length: segment.blockCount }, (_, block) => block).flatMap((block) => {
    const at = positions[blockFinger[block]!]!;
    if (position !== 0 && at !== 0 && at !== position) return [];
    return [{ segment, block, fingers: blockFinger[block + 1]! - blockFinger[block]! }];
  });
}

/** Adds a block to the frequencies; returns its triangles. */
function count({ segment, block }: Block, frequency: Float32Array): number {
  let triangles = 0;
  const { slot, posting, blockSlot, blockBits } = segment.arrays;
  const bits = blockBits[block]!;
  const slots = blockSlot[block]!;
  const width = 1 << (BIN_BITS - bits);
  for (let bin = 0; bin < 1 << bits; bin++) {
    const end = slot[slots + bin + 1]!;
    let found = 0;
    for (let at = slot[slots + bin]!; at < end; at++)
      if ((posting[at]! & POSTING_SKIP) !== POSTING_SKIP) found++;
    if (found === 0) continue;
    triangles += found;
    // A bin of a small block stands for several: whoever is in one of them is met in each.
    for (let fine = bin * width; fine < (bin + 1) * width; fine++) frequency[fine] = frequency[fine]! + found;
  }
  return triangles;
}
