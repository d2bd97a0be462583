import { CELL } from "./grid.ts";
import type { Stages } from "./stages.ts";

/** Square pixels at 500 dpi of a print that shows enough: about 2 cm². */
const ENOUGH = 60_000;
/** Fit of the ridge wave on clean ridges. */
const CLEAN_FIT = 0.75;

/** How clear the ridges of a print are and how much of the finger it shows, 0 to 100. */
export function impressionQuality({ mask, fit }: Stages): number {
  let cells = 0;
  let sum = 0;
  for (let cell = 0; cell < mask.length; cell++) {
    if (mask[cell] === 0) continue;
    cells++;
    sum += Math.min(1, fit.values[cell]! / CLEAN_FIT);
  }
  if (cells === 0) return 0;
  return Math.round(100 * (sum / cells) * Math.min(1, Math.sqrt((cells * CELL * CELL) / ENOUGH)));
}
