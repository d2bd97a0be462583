import { COSINE, SINE } from "./direction.ts";
import { CELL, CELLS } from "./measures.ts";
import type { PreparedTemplate } from "./prepared.ts";

const MIDDLE = CELLS / 2;
/** More than single precision can be off, in pixels. */
const ROUNDING = 0.1;

/**
 * Where a probe has minutiae of which direction: for each cell one bit for each of 16 sectors of 22.5 degrees, set where
 * a minutia is near and its direction in this sector or one beside it. So that one look tells whether a minutia laid
 * there may have a partner.
 */
export class Occupancy {
  readonly #sectors: Uint16Array;
  readonly #reach: number;
  readonly #sectorsBeside: number;

  /**
   * @param reach pixels between a minutia and the middle of a cell that is near it
   * @param sectorsBeside how many sectors to each side count as like directions
   * @param memory where the cells are to lie, from byte `at` on
   */
  constructor(reach: number, sectorsBeside: number, memory?: ArrayBuffer, at: number = 0) {
    this.#sectors = new Uint16Array(memory ?? new ArrayBuffer(2 * CELLS * CELLS), at, CELLS * CELLS);
    this.#reach = reach / CELL;
    this.#sectorsBeside = sectorsBeside;
  }

  /** An occupancy that says no only where no minutia lies within `distance` pixels and `angle` (256 units). */
  static certain(distance: number, angle: number, memory?: ArrayBuffer, at: number = 0): Occupancy {
    return new Occupancy(distance + CELL * Math.SQRT1_2 + ROUNDING, Math.ceil(angle / 16), memory, at);
  }

  fill(probe: PreparedTemplate): void {
    const sectors = this.#sectors.fill(0);
    const reach = this.#reach;
    const reachCells = Math.ceil(reach);
    for (let index = 0; index < probe.count; index++) {
      const bits = this.#sectorsAbout(probe.angle[index]! >> 4);
      const x = probe.x[index]! / CELL + MIDDLE;
      const y = probe.y[index]! / CELL + MIDDLE;
      const firstX = Math.max(0, Math.floor(x) - reachCells);
      const lastX = Math.min(CELLS - 1, Math.floor(x) + reachCells);
      const lastY = Math.min(CELLS - 1, Math.floor(y) + reachCells);
      for (let row = Math.max(0, Math.floor(y) - reachCells); row <= lastY; row++) {
        const dy = row + 0.5 - y;
        for (let column = firstX; column <= lastX; column++) {
          const dx = column + 0.5 - x;
          if (dx * dx + dy * dy > reach * reach) continue;
          const at = row * CELLS + column;
          sectors[at] = sectors[at]! | bits;
        }
      }
    }
  }

  #sectorsAbout(sector: number): number {
    const bits = (1 << (2 * this.#sectorsBeside + 1)) - 1;
    const turned = bits << ((sector - this.#sectorsBeside) & 15);
    return (turned | (turned >> 16)) & 0xffff;
  }

  /** Whether a minutia laid there may have a partner; unknown, so true, beyond the cells. */
  mayPair(x: number, y: number, angle: number): boolean {
    const column = x / CELL + MIDDLE;
    const row = y / CELL + MIDDLE;
    if (!(column >= 0 && row >= 0 && column < CELLS && row < CELLS)) return true;
    return ((this.#sectors[(row | 0) * CELLS + (column | 0)]! >> (angle >> 4)) & 1) !== 0;
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
