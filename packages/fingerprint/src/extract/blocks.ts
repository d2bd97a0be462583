import { CELL, type Grid } from "./grid.ts";

/**
 * Blocks of pixels of some cells that are filtered alike, in the order of their cells. Orientation and period change little
 * over a block, so that they are taken at its middle.
 */
export interface Blocks {
  /** Pixels a block is wide and high; each divides {@link CELL}. */
  readonly width: number;
  readonly height: number;
  /** First pixel of each block, counted through a plane in rows. */
  readonly places: Int32Array;
}

/** Splits the cells that are 1 into blocks. The plane is as wide as the grid. */
export function blocksOver(cells: Uint8Array, grid: Grid, width: number, height: number): Blocks {
  const stride = grid.columns * CELL;
  let count = 0;
  for (let cell = 0; cell < cells.length; cell++) count += cells[cell]!;
  const places = new Int32Array(count * (CELL / width) * (CELL / height));
  let block = 0;
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      if (cells[row * grid.columns + column] === 0) continue;
      const corner = row * CELL * stride + column * CELL;
      for (let y = 0; y < CELL; y += height) {
        for (let x = 0; x < CELL; x += width) places[block++] = corner + y * stride + x;
      }
    }
  }
  return { width, height, places };
}
