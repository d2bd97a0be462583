import { CELL, type Grid } from "./grid.ts";
import { dilate, erode, largeParts } from "./morphology.ts";
import { blur, type Plane, planeOf } from "./plane.ts";

/** Share of the deviation in the livelier parts (their 90th percentile) that still counts as print. */
const SHARE = 0.3;
/** Least deviation of a print, in grey levels. */
const FLOOR = 4;
/** Cells that closing and opening reach over. */
const CLOSING = 2;
const OPENING = 4;
/** Parts smaller than this share of the largest are specks. */
const LEAST_PART = 0.25;
/** Holes smaller than this share of the surroundings are filled. */
const LEAST_HOLE = 0.02;

/**
 * The cells that show the print (1): where grey levels vary about as much as in its livelier parts, smoothed by closing
 * and opening and freed of specks and holes.
 */
export function maskOf(deviation: Plane, scene: Uint8Array, grid: Grid): Uint8Array {
  const level = planeOf(grid.columns, grid.rows);
  const seen: number[] = [];
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const x = Math.min(deviation.width - 1, column * CELL + CELL / 2);
      const y = Math.min(deviation.height - 1, row * CELL + CELL / 2);
      const at = y * deviation.width + x;
      level.values[row * grid.columns + column] = deviation.values[at]!;
      if (scene[at] === 1) seen.push(deviation.values[at]!);
    }
  }
  blur(level, 1);
  const lively = Float32Array.from(seen).sort()[Math.floor(seen.length * 0.9)] ?? 0;
  const threshold = Math.max(FLOOR, lively * SHARE);
  let cells: Uint8Array = Uint8Array.from(level.values, (value) => (value >= threshold ? 1 : 0));
  cells = erode(dilate(cells, grid, CLOSING), grid, CLOSING + OPENING);
  cells = largeParts(dilate(cells, grid, OPENING), grid, 1, LEAST_PART);
  const holes = largeParts(cells, grid, 0, LEAST_HOLE);
  return holes.map((cell) => 1 - cell);
}
