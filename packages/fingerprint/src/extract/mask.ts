import type { Grid } from "./grid.ts";
import { dilate, erode, largeParts } from "./morphology.ts";
import { blur, type Plane } from "./plane.ts";

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
  const level = { ...deviation, values: deviation.values.slice() };
  const seen = deviation.values.filter((_, cell) => scene[cell] === 1);
  blur(level, 1);
  const lively = seen.sort()[Math.floor(seen.length * 0.9)] ?? 0;
  const threshold = Math.max(FLOOR, lively * SHARE);
  let cells: Uint8Array = Uint8Array.from(level.values, (value) => (value >= threshold ? 1 : 0));
  cells = erode(dilate(cells, grid, CLOSING), grid, CLOSING + OPENING);
  cells = largeParts(dilate(cells, grid, OPENING), grid, 1, LEAST_PART);
  const holes = largeParts(cells, grid, 0, LEAST_HOLE);
  return holes.map((cell) => 1 - cell);
}
