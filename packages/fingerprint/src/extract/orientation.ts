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
 * @param where pixels whose gradients count (1)
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
  image: Plane,
  where: Uint8Array,
  grid: Grid,
): { cosine: Plane; sine: Plane; energy: Plane } {
  const { width, height, values } = image;
  const cosine = planeOf(grid.columns, grid.rows);
  const sine = planeOf(grid.columns, grid.rows);
  const energy = planeOf(grid.columns, grid.rows);
  for (let y = 1; y < height - 1; y++) {
    const row = Math.floor(y / CELL) * grid.columns;
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      if (where[at] === 0) continue;
      // Scharr's 3 × 3 derivative, which turns with the picture better than Sobel's.
      const a = values[at - width - 1]!;
      const c = values[at - width + 1]!;
      const f = values[at + width - 1]!;
      const h = values[at + width + 1]!;
      const gx = 3 * (c + h - a - f) + 10 * (values[at + 1]! - values[at - 1]!);
      const gy = 3 * (f + h - a - c) + 10 * (values[at + width]! - values[at - width]!);
      const cell = row + ((x / CELL) | 0);
      cosine.values[cell] = cosine.values[cell]! + (gy * gy - gx * gx);
      sine.values[cell] = sine.values[cell]! + 2 * gx * gy;
      energy.values[cell] = energy.values[cell]! + (gx * gx + gy * gy);
    }
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

/** Orientation of each pixel that is 1 in `where`, 0 to 127 units, by interpolation of the field's vectors. */
export function orientationPixels(
  field: OrientationField,
  where: Uint8Array,
  width: number,
  height: number,
): Uint8Array {
  const pixels = new Uint8Array(width * height);
  const columns = field.cosine.width;
  const rows = field.cosine.height;
  const cosines = field.cosine.values;
  const sines = field.sine.values;
  for (let y = 0; y < height; y++) {
    const fy = (y + 0.5) / CELL - 0.5;
    const row = Math.max(0, Math.min(rows - 2, Math.floor(fy)));
    const down = Math.max(0, Math.min(1, fy - row));
    for (let x = 0; x < width; x++) {
      if (where[y * width + x] === 0) continue;
      const fx = (x + 0.5) / CELL - 0.5;
      const column = fx < 0 ? 0 : fx >= columns - 1 ? columns - 2 : fx | 0;
      const across = fx < 0 ? 0 : fx >= columns - 1 ? 1 : fx - column;
      const at = row * columns + column;
      const topCosine = cosines[at]! + (cosines[at + 1]! - cosines[at]!) * across;
      const topSine = sines[at]! + (sines[at + 1]! - sines[at]!) * across;
      const below = at + columns;
      const lowCosine = cosines[below]! + (cosines[below + 1]! - cosines[below]!) * across;
      const lowSine = sines[below]! + (sines[below + 1]! - sines[below]!) * across;
      const direction = directionOf(
        topCosine + (lowCosine - topCosine) * down,
        topSine + (lowSine - topSine) * down,
      );
      pixels[y * width + x] = ((direction * 0.5 + 0.5) | 0) % ORIENTATIONS;
    }
  }
  return pixels;
}
