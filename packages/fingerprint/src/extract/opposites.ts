import type { Dislocation } from "./dislocations.ts";

/** Two dislocations nearer than this many pixels and pointing opposite ways undo each other. */
const REACH = 8;
/** Turn between their directions from which they count as opposite, in units. */
export const OPPOSITE = 80;

/**
 * Marks dislocations that another undoes: a break in a ridge, a bridge between two, a pore or a scar makes a pair of them
 * that point opposite ways, and beyond the pair no ridge is more than before. Nearest pairs first, each but once.
 *
 * @returns 1 for each dislocation that stays
 */
export function withoutOpposites(points: readonly Dislocation[]): Uint8Array {
  const stays = new Uint8Array(points.length).fill(1);
  const pairs: { readonly first: number; readonly second: number; readonly square: number }[] = [];
  for (const [first, one] of points.entries()) {
    for (let second = first + 1; second < points.length; second++) {
      const other = points[second]!;
      // Dislocations come in rows from the top.
      if (other.y - one.y > REACH) break;
      const square = (one.x - other.x) ** 2 + (one.y - other.y) ** 2;
      if (square > REACH * REACH) continue;
      const turn = Math.abs(((one.direction - other.direction + 128) & 255) - 128);
      if (turn >= OPPOSITE) pairs.push({ first, second, square });
    }
  }
  pairs.sort((a, b) => a.square - b.square || a.first - b.first || a.second - b.second);
  for (const { first, second } of pairs) {
    if (stays[first] === 0 || stays[second] === 0) continue;
    stays[first] = 0;
    stays[second] = 0;
  }
  return stays;
}
