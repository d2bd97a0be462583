import type { Blocks } from "./blocks.ts";
import { directionOf, ORIENTATIONS } from "./directions.ts";
import { CELL, type Grid } from "./grid.ts";
import { blur, type Plane, planeOf } from "./plane.ts";

/**
 * Orientation of ridges on the coarse grid as vectors of the doubled angle (so that 0 and 180 degrees are the same),
 * y up, of length 0 (gradients in all directions) to 1 (all gradients agree).
 */
export interface OrientationField {
  readonly cosine: Plane;
  readonly sine: Plane;
}

/** How widely gradients are gathered, in cells. */
export interface OrientationReach {
  /** Radius of the running means over squared gradients. */
  readonly own: number;
  /** Radius, and number of times, that orientations are spread to neighbours. */
  readonly spread: number;
  readonly passes: number;
}

/** Share of a fully coherent cell's orientation that its neighbours do not change. */
const KEPT = 0.7;

/**
 * Orientation by the structure tensor (Kass and Witkin 1987; Bazen and Gerez 2002): squared gradients gathered over a
 * neighbourhood. Where they disagree, the orientation of the neighbours, weighted by how much theirs agree, moves in.
 *
 * @param where cells whose gradients count (1); none at the edge of the image
 */
export function orientationOf(
  image: Plane,
  where: Uint8Array,
  grid: Grid,
  reach: OrientationReach,
): OrientationField {
  const { cosine, sine, energy } = tensorOf(image, where, grid);
  for (const plane of [cosine, sine, energy]) blur(plane, reach.own);
  const coherence = toCoherence(cosine, sine, energy);
  if (reach.passes > 0) spread({ cosine, sine }, coherence, reach);
  return { cosine, sine };
}

/** Sums of squared gradients in each cell: (gy² − gx², 2·gx·gy) points along ridges, y up, at the doubled angle. */
function tensorOf(
  { width, values }: Plane,
  where: Uint8Array,
  grid: Grid,
): { cosine: Plane; sine: Plane; energy: Plane } {
  const cosine = planeOf(grid.columns, grid.rows);
  const sine = planeOf(grid.columns, grid.rows);
  const energy = planeOf(grid.columns, grid.rows);
  for (let cell = 0; cell < where.length; cell++) {
    if (where[cell] === 0) continue;
    const row = (cell / grid.columns) | 0;
    const corner = row * CELL * width + (cell - row * grid.columns) * CELL;
    let sumX = 0;
    let sumY = 0;
    let sumBoth = 0;
    for (let line = corner; line < corner + CELL * width; line += width) {
      for (let at = line; at < line + CELL; at++) {
        // Scharr's 3 × 3 derivative, which turns with the picture better than Sobel's.
        const a = values[at - width - 1]!;
        const c = values[at - width + 1]!;
        const f = values[at + width - 1]!;
        const h = values[at + width + 1]!;
        const gx = 3 * (c + h - a - f) + 10 * (values[at + 1]! - values[at - 1]!);
        const gy = 3 * (f + h - a - c) + 10 * (values[at + width]! - values[at - width]!);
        sumX += gx * gx;
        sumY += gy * gy;
        sumBoth += gx * gy;
      }
    }
    cosine.values[cell] = sumY - sumX;
    sine.values[cell] = 2 * sumBoth;
    energy.values[cell] = sumX + sumY;
  }
  return { cosine, sine, energy };
}

/** Makes the vectors as long as their gradients agree, so that strong edges count no more than faint ridges. */
function toCoherence(cosine: Plane, sine: Plane, energy: Plane): Float32Array {
  const count = energy.values.length;
  let total = 0;
  for (let cell = 0; cell < count; cell++) total += energy.values[cell]!;
  const floor = (0.05 * total) / count + 1e-9;
  const coherence = new Float32Array(count);
  for (let cell = 0; cell < count; cell++) {
    const c = cosine.values[cell]!;
    const s = sine.values[cell]!;
    const scale = 1 / (energy.values[cell]! + floor);
    coherence[cell] = Math.sqrt(c * c + s * s) * scale;
    cosine.values[cell] = c * scale;
    sine.values[cell] = s * scale;
  }
  return coherence;
}

function spread(field: OrientationField, coherence: Float32Array, reach: OrientationReach): void {
  const ownCosine = field.cosine.values.slice();
  const ownSine = field.sine.values.slice();
  const cosine = field.cosine.values;
  const sine = field.sine.values;
  for (let pass = 0; pass < reach.passes; pass++) {
    blur(field.cosine, reach.spread);
    blur(field.sine, reach.spread);
    for (let cell = 0; cell < coherence.length; cell++) {
      const c = cosine[cell]!;
      const s = sine[cell]!;
      const length = Math.sqrt(c * c + s * s) + 1e-6;
      const kept = KEPT * coherence[cell]! * coherence[cell]!;
      // The root lengthens vectors that neighbours agree on, so that they reach further in the next pass.
      const scale = (1 - kept) / Math.sqrt(length);
      cosine[cell] = kept * ownCosine[cell]! + scale * c;
      sine[cell] = kept * ownSine[cell]! + scale * s;
    }
  }
}

/** Orientation in the middle of each block, 0 to 127 units, by interpolation of the field's vectors. */
export function orientationOfBlocks(field: OrientationField, { places, width, height }: Blocks): Uint8Array {
  const units = new Uint8Array(places.length);
  const stride = field.cosine.width * CELL;
  for (let block = 0; block < units.length; block++) {
    const at = places[block]!;
    const y = (at / stride) | 0;
    units[block] = orientationAt(field, at - y * stride + width / 2, y + height / 2);
  }
  return units;
}

/** Orientation at a point, in pixels from the plane's corner. */
export function orientationAt({ cosine, sine }: OrientationField, x: number, y: number): number {
  const columns = cosine.width;
  const fx = Math.max(0, Math.min(columns - 1, x / CELL - 0.5));
  const fy = Math.max(0, Math.min(cosine.height - 1, y / CELL - 0.5));
  const column = Math.min(columns - 2, fx | 0);
  const row = Math.min(cosine.height - 2, fy | 0);
  const at = row * columns + column;
  const direction = directionOf(
    between(cosine.values, at, columns, fx - column, fy - row),
    between(sine.values, at, columns, fx - column, fy - row),
  );
  return ((direction * 0.5 + 0.5) | 0) % ORIENTATIONS;
}

function between(values: Float32Array, at: number, columns: number, across: number, down: number): number {
  const top = values[at]! + (values[at + 1]! - values[at]!) * across;
  const low = values[at + columns]! + (values[at + columns + 1]! - values[at + columns]!) * across;
  return top + (low - top) * down;
}
