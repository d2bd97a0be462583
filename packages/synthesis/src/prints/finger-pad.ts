/**
 * The raster on which a finger is grown: 500 dpi, rows from the tip. A place on it is `(column, row)`; the finger's
 * own coordinates are pixels from the centre of the print, x right, y up.
 */
export const PAD = { width: 368, height: 472, centreColumn: 184, centreRow: 222 } as const;

/** Half width of the pad, and how far it reaches above and below the centre, pixels. */
const HALF_WIDTH = 172;
const ABOVE = 212;
const BELOW = 262;

/** True where the raster's place lies on the skin that can touch a sensor. */
export function isOnPad(column: number, row: number): boolean {
  const x = (column - PAD.centreColumn) / HALF_WIDTH;
  const y = PAD.centreRow - row;
  // The tip is round, the sides below it run straight to the joint.
  const reach = y > 0 ? y / ABOVE : (y / BELOW) * 0.55;
  return Math.abs(x) ** 2.4 + Math.abs(reach) ** 2.4 < 1;
}
