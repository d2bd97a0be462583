/** Pixels a side of a cell of the coarse grid, on which mask and orientation are kept. */
export const CELL = 4;

/** The coarse grid over a working image. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

export function gridOver(width: number, height: number): Grid {
  return { columns: Math.ceil(width / CELL), rows: Math.ceil(height / CELL) };
}

/** Repeats the value of each cell at its pixels. */
export function pixelsOf(cells: Uint8Array, grid: Grid, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / CELL) * grid.columns;
    const out = y * width;
    for (let x = 0; x < width; x++) pixels[out + x] = cells[row + ((x / CELL) | 0)]!;
  }
  return pixels;
}
