/** Pixels a side of a cell of the coarse grid, on which mask and orientation are kept. */
export const CELL = 4;

/** The coarse grid over a working image. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/** @param width and height in pixels, whole cells */
export function gridOver(width: number, height: number): Grid {
  return { columns: width / CELL, rows: height / CELL };
}

/** Repeats the value of each cell at its pixels. */
export function pixelsOf(cells: Uint8Array, { columns, rows }: Grid): Uint8Array {
  const width = columns * CELL;
  const pixels = new Uint8Array(cells.length * CELL * CELL);
  for (let row = 0; row < rows; row++) {
    const line = row * CELL * width;
    for (let column = 0; column < columns; column++) {
      pixels.fill(cells[row * columns + column]!, line + column * CELL, line + (column + 1) * CELL);
    }
    for (let copy = 1; copy < CELL; copy++) pixels.copyWithin(line + copy * width, line, line + width);
  }
  return pixels;
}
