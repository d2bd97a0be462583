import { CELL, type Grid } from "./grid.ts";
import { dilate } from "./morphology.ts";
import type { Plane } from "./plane.ts";
import { MARGIN } from "./working-image.ts";

/** Grey levels within which an area is one and the same grey. */
const STILL = 2;

/**
 * Where the picture shows anything at all: 1 at each cell of the scene, 0 in the margin and in wide areas (12 × 12 pixels
 * at least) of one and the same grey, as sensors fill in around what they saw. The edges of such areas are no ridges.
 */
export function sceneOf(image: Plane, grid: Grid): Uint8Array {
  const { columns, rows } = grid;
  const still = new Uint8Array(columns * rows);
  const lows = new Float32Array(still.length);
  const highs = new Float32Array(still.length);
  rangeOfCells(image, lows, highs, columns);
  for (let y = 1; y < rows - 1; y++) {
    for (let x = 1; x < columns - 1; x++) {
      const cell = y * columns + x;
      if (highs[cell]! - lows[cell]! > STILL) continue;
      let low = 255;
      let high = 0;
      for (let row = cell - columns; row <= cell + columns; row += columns) {
        for (let at = row - 1; at <= row + 1; at++) {
          if (lows[at]! < low) low = lows[at]!;
          if (highs[at]! > high) high = highs[at]!;
        }
      }
      if (high - low <= STILL) still[cell] = 1;
    }
  }
  const scene = dilate(still, grid, 1).map((cell) => 1 - cell);
  const edge = MARGIN / CELL;
  scene.fill(0, 0, edge * columns);
  scene.fill(0, (rows - edge) * columns);
  for (let row = 0; row < scene.length; row += columns) {
    scene.fill(0, row, row + edge);
    scene.fill(0, row + columns - edge, row + columns);
  }
  return scene;
}

function rangeOfCells(
  { width, values }: Plane,
  lows: Float32Array,
  highs: Float32Array,
  columns: number,
): void {
  for (let cell = 0; cell < lows.length; cell++) {
    const row = (cell / columns) | 0;
    const corner = row * CELL * width + (cell - row * columns) * CELL;
    let low = 255;
    let high = 0;
    for (let line = corner; line < corner + CELL * width; line += width) {
      for (let at = line; at < line + CELL; at++) {
        const value = values[at]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    lows[cell] = low;
    highs[cell] = high;
  }
}
