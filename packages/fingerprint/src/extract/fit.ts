import type { Wave } from "./enhance.ts";
import { CELL, type Grid } from "./grid.ts";
import { blur, type Plane, planeOf } from "./plane.ts";

/** Radius in cells over which the fit is averaged. */
const RADIUS = 2;

/**
 * How much of what is seen the ridge wave explains, by cell: its mean square against that of the evened-out picture, 0
 * (noise, smudges) to about 1 (clean ridges).
 */
export function fitOf(wave: Wave, { width, values }: Plane, print: Uint8Array, grid: Grid): Plane {
  const fit = planeOf(grid.columns, grid.rows);
  const total = planeOf(grid.columns, grid.rows);
  for (let cell = 0; cell < print.length; cell++) {
    if (print[cell] === 0) continue;
    const row = (cell / grid.columns) | 0;
    const corner = row * CELL * width + (cell - row * grid.columns) * CELL;
    let explained = 0;
    let seen = 0;
    for (let line = corner; line < corner + CELL * width; line += width) {
      for (let at = line; at < line + CELL; at++) {
        const even = wave.even[at]!;
        const odd = wave.odd[at]!;
        explained += even * even + odd * odd;
        seen += values[at]! * values[at]!;
      }
    }
    fit.values[cell] = 0.5 * explained;
    total.values[cell] = seen;
  }
  blur(fit, RADIUS);
  blur(total, RADIUS);
  for (let cell = 0; cell < fit.values.length; cell++) {
    fit.values[cell] = total.values[cell]! > 0 ? Math.max(0, fit.values[cell]! / total.values[cell]!) : 0;
  }
  return fit;
}
