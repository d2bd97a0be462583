import { COSINE, SINE } from "./direction.ts";
import type { PreparedTemplate } from "./prepared.ts";

/** Cells of 8 px, ±384 px about the centroid; minutiae beyond (no plain impression is as large) are not counted. */
const CELL = 8;
const CELLS = 96;
const MIDDLE = CELLS / 2;
/** Cells whose middle is this near to a minutia are near it. */
const REACH = 18;
const REACH_CELLS = Math.ceil(REACH / CELL);

/**
 * Where a probe has minutiae of which direction: for each cell one bit for each of 16 sectors of 22.5 degrees, set where
 * a minutia is near and its direction in this sector or a neighbouring one. So that one look tells whether a minutia
 * laid there may have a partner.
 */
export class Occupancy {
  readonly #sectors = new Uint16Array(CELLS * CELLS);

  fill(probe: PreparedTemplate): void {
    const sectors = this.#sectors.fill(0);
    for (let index = 0; index < probe.count; index++) {
      const sector = probe.angle[index]! >> 4;
      const bits = (1 << sector) | (1 << ((sector + 1) & 15)) | (1 << ((sector + 15) & 15));
      const x = probe.x[index]! / CELL + MIDDLE;
      const y = probe.y[index]! / CELL + MIDDLE;
      const lastX = Math.min(CELLS - 1, Math.floor(x) + REACH_CELLS);
      const lastY = Math.min(CELLS - 1, Math.floor(y) + REACH_CELLS);
      for (let row = Math.max(0, Math.floor(y) - REACH_CELLS); row <= lastY; row++) {
        for (let column = Math.max(0, Math.floor(x) - REACH_CELLS); column <= lastX; column++) {
          const dx = column + 0.5 - x;
          const dy = row + 0.5 - y;
          if (dx * dx + dy * dy > (REACH / CELL) * (REACH / CELL)) continue;
          const at = row * CELLS + column;
          sectors[at] = sectors[at]! | bits;
        }
      }
    }
  }

  /** How many minutiae of a reference may have a partner under a motion; the rotation in whole 256 units. */
  count(reference: PreparedTemplate, rotation: number, shiftX: number, shiftY: number): number {
    const cosine = COSINE[rotation]!;
    const sine = SINE[rotation]!;
    const sectors = this.#sectors;
    let found = 0;
    for (let index = 0; index < reference.count; index++) {
      const x = reference.x[index]!;
      const y = reference.y[index]!;
      const column = (cosine * x - sine * y + shiftX) / CELL + MIDDLE;
      const row = (sine * x + cosine * y + shiftY) / CELL + MIDDLE;
      if (!(column >= 0 && row >= 0 && column < CELLS && row < CELLS)) continue;
      found +=
        (sectors[(row | 0) * CELLS + (column | 0)]! >> (((reference.angle[index]! + rotation) & 255) >> 4)) &
        1;
    }
    return found;
  }
}
