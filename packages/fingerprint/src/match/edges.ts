import {
  BIN_AT,
  DIRECTION_AT,
  FROM_ANGLE_AT,
  FROM_AT,
  LENGTH_AT,
  TO_ANGLE_AT,
  TO_AT,
} from "../kernel/compare-layout.ts";
import { directionOf } from "./direction.ts";
import { ANGLE_BINS, EDGE_NEIGHBOURS, LENGTH_BINS, LENGTH_STEP } from "./measures.ts";

/**
 * An edge joins two near minutiae. Its length and the angle of each minutia's direction against the line to the other
 * do not change when the finger is turned or moved, so equal edges in two impressions propose how one lies on the
 * other. Pair tables of this kind go back to NIST's bozorth3 (NBIS, public domain).
 */

/** Shortest and longest edge in pixels at 500 dpi: shorter ones have no steady direction, longer ones bend with the skin. */
const EDGE_SHORTEST = 5;
const EDGE_LONGEST = 128;

export const EDGE_BINS = LENGTH_BINS * ANGLE_BINS * ANGLE_BINS;

/** Edges of one impression, structure of arrays. `from` is the end whose angle falls in the lower (or same) bin, so an edge has one form only. */
export class EdgeSet {
  count = 0;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  readonly length: Float32Array;
  /** Direction of the minutia at `from` (or `to`) against the line to the other end, 256 units. */
  readonly fromAngle: Uint8Array;
  readonly toAngle: Uint8Array;
  /** Direction of the line from `from` to `to`, 256 units counter-clockwise. */
  readonly direction: Uint8Array;
  readonly bin: Uint16Array;

  /** Of an impression of so many minutiae that lies at byte `at` of the memory. */
  constructor(memory: ArrayBuffer, at: number, minutiae: number) {
    const capacity = minutiae * EDGE_NEIGHBOURS;
    this.from = new Uint8Array(memory, at + FROM_AT * minutiae, capacity);
    this.to = new Uint8Array(memory, at + TO_AT * minutiae, capacity);
    this.length = new Float32Array(memory, at + LENGTH_AT * minutiae, capacity);
    this.fromAngle = new Uint8Array(memory, at + FROM_ANGLE_AT * minutiae, capacity);
    this.toAngle = new Uint8Array(memory, at + TO_ANGLE_AT * minutiae, capacity);
    this.direction = new Uint8Array(memory, at + DIRECTION_AT * minutiae, capacity);
    this.bin = new Uint16Array(memory, at + BIN_AT * minutiae, capacity);
  }
}

const nearest = new Int16Array(256 * EDGE_NEIGHBOURS);
const nearestCount = new Uint8Array(256);
/** Pairs of neighbours as found, and in order of their ends. */
const ends = new Uint8Array(2 * 256 * EDGE_NEIGHBOURS);
const sortedEnds = new Uint8Array(2 * 256 * EDGE_NEIGHBOURS);
const placeOf = new Uint16Array(257);
const groupStart = new Uint16Array(257);
const nearestDistance = new Float32Array(EDGE_NEIGHBOURS);

/** Fills `edges` for `count` minutiae in order of x (x right, y up, pixels at 500 dpi; angle in 256 units). Allocates nothing. */
export function findEdges(
  count: number,
  x: Float32Array,
  y: Float32Array,
  angle: Uint8Array,
  edges: EdgeSet,
): void {
  for (let index = 0; index < count; index++) findNearest(count, x, y, index);
  const found = pairUp(count);
  edges.count = 0;
  for (let place = 0; place < found; place++) {
    addEdge(x, y, angle, sortedEnds[2 * place]!, sortedEnds[2 * place + 1]!, edges);
  }
}

/**
 * Lists each pair of neighbours once, in order of its lower and then its higher end, as a gallery keeps them: so that an impression has its
 * edges in one order wherever it comes from. Returns how many.
 */
function pairUp(count: number): number {
  let found = 0;
  placeOf.fill(0);
  for (let one = 0; one < count; one++) {
    for (let rank = 0; rank < nearestCount[one]!; rank++) {
      const other = nearest[one * EDGE_NEIGHBOURS + rank]!;
      if (other < one && isNeighbour(other, one)) continue;
      const low = Math.min(one, other);
      ends[2 * found] = low;
      ends[2 * found++ + 1] = Math.max(one, other);
      placeOf[low + 1] = placeOf[low + 1]! + 1;
    }
  }
  for (let low = 0; low < count; low++) placeOf[low + 1] = placeOf[low + 1]! + placeOf[low]!;
  groupStart.set(placeOf);
  for (let pair = 0; pair < found; pair++) {
    const low = ends[2 * pair]!;
    const high = ends[2 * pair + 1]!;
    let place = placeOf[low]!;
    placeOf[low] = place + 1;
    sortedEnds[2 * place] = low;
    for (; place > groupStart[low]! && sortedEnds[2 * place - 1]! > high; place--)
      sortedEnds[2 * place + 1] = sortedEnds[2 * place - 1]!;
    sortedEnds[2 * place + 1] = high;
  }
  return found;
}

/** Looks left and right in order of x, and stops where x alone is farther than the farthest neighbour kept. */
function findNearest(count: number, x: Float32Array, y: Float32Array, index: number): void {
  const base = index * EDGE_NEIGHBOURS;
  const atX = x[index]!;
  const atY = y[index]!;
  let found = 0;
  let reach = EDGE_LONGEST * EDGE_LONGEST;
  let left = index - 1;
  let right = index + 1;
  for (;;) {
    const leftGap = left >= 0 ? atX - x[left]! : EDGE_LONGEST;
    const rightGap = right < count ? x[right]! - atX : EDGE_LONGEST;
    const dx = Math.min(leftGap, rightGap);
    if (dx * dx >= reach) break;
    const other = leftGap < rightGap ? left-- : right++;
    const dy = y[other]! - atY;
    const distance = dx * dx + dy * dy;
    if (distance < EDGE_SHORTEST * EDGE_SHORTEST || distance >= reach) continue;
    let slot = found < EDGE_NEIGHBOURS ? found++ : found - 1;
    while (slot > 0 && nearestDistance[slot - 1]! > distance) {
      nearestDistance[slot] = nearestDistance[slot - 1]!;
      nearest[base + slot] = nearest[base + slot - 1]!;
      slot--;
    }
    nearestDistance[slot] = distance;
    nearest[base + slot] = other;
    if (found === EDGE_NEIGHBOURS) reach = nearestDistance[found - 1]!;
  }
  nearestCount[index] = found;
}

function isNeighbour(of: number, candidate: number): boolean {
  const base = of * EDGE_NEIGHBOURS;
  for (let rank = 0; rank < nearestCount[of]!; rank++) if (nearest[base + rank] === candidate) return true;
  return false;
}

/** Adds the edge between two minutiae, `one` < `other`. */
export function addEdge(
  x: Float32Array,
  y: Float32Array,
  angle: Uint8Array,
  one: number,
  other: number,
  edges: EdgeSet,
): void {
  const dx = x[other]! - x[one]!;
  const dy = y[other]! - y[one]!;
  const length = Math.sqrt(dx * dx + dy * dy);
  const direction = Math.round(directionOf(dx, dy)) & 255;
  const oneAngle = (angle[one]! - direction) & 255;
  const otherAngle = (angle[other]! - direction - 128) & 255;
  const turned = oneAngle >> 4 > otherAngle >> 4;
  const at = edges.count++;
  edges.from[at] = turned ? other : one;
  edges.to[at] = turned ? one : other;
  edges.length[at] = length;
  edges.fromAngle[at] = turned ? otherAngle : oneAngle;
  edges.toAngle[at] = turned ? oneAngle : otherAngle;
  edges.direction[at] = turned ? direction + 128 : direction;
  edges.bin[at] = edgeBin((length / LENGTH_STEP) | 0, edges.fromAngle[at]! >> 4, edges.toAngle[at]! >> 4);
}

/** Index of a bin of length, first angle, second angle. */
function edgeBin(length: number, from: number, to: number): number {
  return (length * ANGLE_BINS + from) * ANGLE_BINS + to;
}

/**
 * Visits the bins in which an edge like this one may lie in another impression, so that a difference of up to half a
 * bin in each invariant is found: the two nearest bins in each, in both senses of the edge. Writes the bins to `bins`
 * and to `turned` whether it is the edge read from its other end; returns how many.
 */
export function nearBins(edges: EdgeSet, edge: number, bins: Uint16Array, turned: Uint8Array): number {
  const length = edges.length[edge]! / LENGTH_STEP;
  const lengthBin = length | 0;
  const lengthNext = length - lengthBin >= 0.5 ? lengthBin + 1 : lengthBin - 1;
  let found = 0;
  for (let sense = 0; sense < 2; sense++) {
    const first = sense === 0 ? edges.fromAngle[edge]! : edges.toAngle[edge]!;
    const second = sense === 0 ? edges.toAngle[edge]! : edges.fromAngle[edge]!;
    for (let corner = 0; corner < 8; corner++) {
      const lengthAt = corner & 1 ? lengthNext : lengthBin;
      const firstAt = corner & 2 ? neighbourBin(first) : first >> 4;
      const secondAt = corner & 4 ? neighbourBin(second) : second >> 4;
      if (lengthAt < 0 || lengthAt >= LENGTH_BINS || firstAt > secondAt) continue;
      bins[found] = edgeBin(lengthAt, firstAt, secondAt);
      turned[found++] = sense;
    }
  }
  return found;
}

/** Most bins that {@link nearBins} writes. */
export const NEAR_BINS = 16;

function neighbourBin(angle: number): number {
  return ((angle >> 4) + ((angle & 15) >= 8 ? 1 : -1)) & (ANGLE_BINS - 1);
}
