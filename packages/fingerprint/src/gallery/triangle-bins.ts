import { directionOf } from "../match/direction.ts";
import type { PreparedTemplate } from "../match/prepared.ts";
import type { Triangles } from "./triangles.ts";

/** Bits of a bin's number in the largest blocks; smaller blocks keep the upper ones of them. */
export const BIN_BITS = 18;
export const BINS = 1 << BIN_BITS;

/** Steps in which a triangle is measured: sides in pixels at 500 dpi, directions in parts of the full turn. */
export const SIDE_STEP = 10;
export const SIDE_STEPS = 16;
export const ANGLE_STEPS = 10;
export const ANGLE_STEP = 256 / ANGLE_STEPS;

/** Directions of triangles are told apart in this many sectors, so that only votes for one rotation add up. */
export const SECTORS = 8;
export const SECTOR_BITS = 3;

/** A triangle read from one of its corners: everything but its place, in the units of templates. */
export class Reading {
  /** Sides from the corner on, counter-clockwise. */
  readonly side = new Float32Array(3);
  /** Directions of the minutiae at the corners against that of the first side, 0 to 255. */
  readonly angle = new Uint8Array(3);
  /** Direction of the first side, 0 to 255. */
  direction = 0;

  take(impression: PreparedTemplate, triangles: Triangles, triangle: number, first: number): void {
    const { x, y, angle } = impression;
    const at = 3 * triangle;
    const from = triangles.corner[at + first]!;
    const to = triangles.corner[at + ((first + 1) % 3)]!;
    const direction = Math.round(directionOf(x[to]! - x[from]!, y[to]! - y[from]!)) & 255;
    this.direction = direction;
    for (let corner = 0; corner < 3; corner++) {
      const source = at + ((first + corner) % 3);
      this.side[corner] = triangles.side[source]!;
      this.angle[corner] = angle[triangles.corner[source]!]! - direction;
    }
  }
}

/** The corner from which the longest side goes: where the gallery reads every triangle from. */
export function longestSide(triangles: Triangles, triangle: number): number {
  const { side } = triangles;
  const at = 3 * triangle;
  if (side[at]! >= side[at + 1]! && side[at]! >= side[at + 2]!) return 0;
  return side[at + 1]! >= side[at + 2]! ? 1 : 2;
}

/** The bin of a reading: its only one, in the gallery. */
export function binOf({ side, angle }: Reading): number {
  return hashOf(
    sidesKey(sideStep(side[0]!), sideStep(side[1]!), sideStep(side[2]!)),
    anglesKey(angleStep(angle[0]!), angleStep(angle[1]!), angleStep(angle[2]!)),
  );
}

export function sideStep(side: number): number {
  return Math.min(SIDE_STEPS - 1, (side / SIDE_STEP) | 0);
}

export function angleStep(angle: number): number {
  return (angle * ANGLE_STEPS) >> 8;
}

export function sidesKey(first: number, second: number, third: number): number {
  return (first * SIDE_STEPS + second) * SIDE_STEPS + third;
}

export function anglesKey(first: number, second: number, third: number): number {
  return (first * ANGLE_STEPS + second) * ANGLE_STEPS + third;
}

/**
 * Spreads the four million combinations of steps, few of which occur, evenly over the bins (the finalizer of
 * MurmurHash3, A. Appleby, public domain).
 */
const ANGLE_COMBINATIONS = ANGLE_STEPS * ANGLE_STEPS * ANGLE_STEPS;

export function hashOf(sides: number, angles: number): number {
  let mixed = (sides * ANGLE_COMBINATIONS + angles) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> (32 - BIN_BITS);
}
