import type { Random } from "../random.ts";

/**
 * A smooth random surface: normal values (mean 0, standard deviation about 1) on a grid of `cellPixels`, joined by a
 * cubic B-spline.
 *
 * @param width of the surface in pixels
 * @param height of the surface in pixels
 * @param cellPixels distance over which it changes, more than 0
 * @returns `width * height` values by rows
 */
export function noiseField(random: Random, width: number, height: number, cellPixels: number): Float32Array {
  const columns = Math.ceil(width / cellPixels) + 3;
  const rows = Math.ceil(height / cellPixels) + 3;
  const grid = new Float32Array(columns * rows);
  // The spline averages over neighbours: 1.9 brings the standard deviation back to 1.
  for (let index = 0; index < grid.length; index++) grid[index] = 1.9 * random.normal();
  const across = splineWeights(width, cellPixels);
  const down = splineWeights(height, cellPixels);
  const field = new Float32Array(width * height);
  const line = new Float32Array(columns);
  for (let y = 0; y < height; y++) {
    const row = down.cell[y]! * columns;
    const tapped = down.weight.subarray(4 * y, 4 * y + 4);
    const [w0, w1, w2, w3] = tapped as unknown as Four;
    for (let column = 0; column < columns; column++) {
      const at = row + column;
      line[column] =
        w0 * grid[at]! +
        w1 * grid[at + columns]! +
        w2 * grid[at + 2 * columns]! +
        w3 * grid[at + 3 * columns]!;
    }
    for (let x = 0; x < width; x++) {
      const cell = across.cell[x]!;
      const tap = 4 * x;
      field[y * width + x] =
        across.weight[tap]! * line[cell]! +
        across.weight[tap + 1]! * line[cell + 1]! +
        across.weight[tap + 2]! * line[cell + 2]! +
        across.weight[tap + 3]! * line[cell + 3]!;
    }
  }
  return field;
}

type Four = readonly [number, number, number, number];

/** For each pixel the first grid cell that bears on it, and the weights of four cells. */
function splineWeights(
  length: number,
  cellPixels: number,
): { readonly cell: Int32Array; readonly weight: Float32Array } {
  const cell = new Int32Array(length);
  const weight = new Float32Array(4 * length);
  for (let index = 0; index < length; index++) {
    const at = index / cellPixels;
    const whole = Math.floor(at);
    const t = at - whole;
    cell[index] = whole;
    weight.set(
      [
        (1 - t) ** 3 / 6,
        (3 * t ** 3 - 6 * t ** 2 + 4) / 6,
        (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6,
        t ** 3 / 6,
      ],
      4 * index,
    );
  }
  return { cell, weight };
}
