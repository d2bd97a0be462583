import type { EdgeSet } from "../match/edges.ts";

/**
 * Bins of the first stage: as the matcher's edges, but only short edges and narrower angles, so that fewer fingers
 * share a bin: length in steps of 8 px up to 80, both angles in steps of 15 degrees.
 */
const INDEX_LENGTH_STEP = 8;
const INDEX_LENGTH_BINS = 12;
const INDEX_ANGLE_BINS = 24;
export const INDEX_BINS = INDEX_LENGTH_BINS * INDEX_ANGLE_BINS * INDEX_ANGLE_BINS;
/** Directions of edges are told apart in this many sectors, so that only votes for one rotation add up. */
export const SECTORS = 32;
export const SECTOR_BITS = 5;

/** The bin of an edge as the gallery keeps it, or -1 where it is too long. The sense with the lower angle bin first is the edge's only form. */
export function indexBin(edges: EdgeSet, edge: number): number {
  const length = (edges.length[edge]! / INDEX_LENGTH_STEP) | 0;
  if (length >= INDEX_LENGTH_BINS) return -1;
  const from = angleBin(edges.fromAngle[edge]!);
  const to = angleBin(edges.toAngle[edge]!);
  return from <= to ? binOf(length, from, to) : binOf(length, to, from);
}

/** The sector of the edge's direction, in the sense that {@link indexBin} keeps. */
export function indexSector(edges: EdgeSet, edge: number): number {
  const turned = angleBin(edges.fromAngle[edge]!) > angleBin(edges.toAngle[edge]!);
  return ((edges.direction[edge]! + (turned ? 128 : 0)) & 255) >> 3;
}

/**
 * The bins in which the same edge may be kept for another impression: the two nearest in each invariant, in both
 * senses. Writes bins and directions (256 units); returns how many, at most 16.
 */
export function probeBins(edges: EdgeSet, edge: number, bins: Uint16Array, directions: Uint8Array): number {
  const length = edges.length[edge]! / INDEX_LENGTH_STEP;
  const lengthBin = length | 0;
  const lengthNext = length - lengthBin >= 0.5 ? lengthBin + 1 : lengthBin - 1;
  let found = 0;
  for (let sense = 0; sense < 2; sense++) {
    const first = sense === 0 ? edges.fromAngle[edge]! : edges.toAngle[edge]!;
    const second = sense === 0 ? edges.toAngle[edge]! : edges.fromAngle[edge]!;
    for (let corner = 0; corner < 8; corner++) {
      const lengthAt = corner & 1 ? lengthNext : lengthBin;
      if (lengthAt < 0 || lengthAt >= INDEX_LENGTH_BINS) continue;
      const firstAt = corner & 2 ? neighbourBin(first) : angleBin(first);
      const secondAt = corner & 4 ? neighbourBin(second) : angleBin(second);
      if (firstAt > secondAt) continue;
      bins[found] = binOf(lengthAt, firstAt, secondAt);
      directions[found++] = edges.direction[edge]! + sense * 128;
    }
  }
  return found;
}

function binOf(length: number, from: number, to: number): number {
  return (length * INDEX_ANGLE_BINS + from) * INDEX_ANGLE_BINS + to;
}

function angleBin(angle: number): number {
  return (angle * INDEX_ANGLE_BINS) >> 8;
}

function neighbourBin(angle: number): number {
  const exact = (angle * INDEX_ANGLE_BINS) / 256;
  const bin = exact | 0;
  return (bin + (exact - bin >= 0.5 ? 1 : INDEX_ANGLE_BINS - 1)) % INDEX_ANGLE_BINS;
}
