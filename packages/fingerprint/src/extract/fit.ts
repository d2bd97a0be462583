import type { Wave } from "./enhance.ts";
import { CELL, type Grid } from "./grid.ts";
import { blur, type Plane, planeOf } from "./plane.ts";

/** Radius in cells over which the fit is averaged. */
const RADIUS = 2;

/**
 * How much of what is seen the ridge wave explains, by cell: its mean square against that of the evened-out picture, 0
 * (noise, smudges) to about 1 (clean ridges).
 */
export function fitOf(wave: Wave, image: Plane, where: Uint8Array, grid: Grid): Plane {
  const fit = planeOf(grid.columns, grid.rows);
  const total = planeOf(grid.columns, grid.rows);
  for (let y = 0; y < image.height; y++) {
    const row = Math.floor(y / CELL) * grid.columns;
    for (let x = 0; x < image.width; x++) {
      const at = y * image.width + x;
      if (where[at] === 0) continue;
      const cell = row + ((x / CELL) | 0);
      const even = wave.even[at]!;
      const odd = wave.odd[at]!;
      const seen = image.values[at]!;
      fit.values[cell] = fit.values[cell]! + 0.5 * (even * even + odd * odd);
      total.values[cell] = total.values[cell]! + seen * seen;
    }
  }
  blur(fit, RADIUS);
  blur(total, RADIUS);
  for (let cell = 0; cell < fit.values.length; cell++) {
    fit.values[cell] = total.values[cell]! > 0 ? Math.max(0, fit.values[cell]! / total.values[cell]!) : 0;
  }
  return fit;
}
