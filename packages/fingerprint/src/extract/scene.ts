import { CELL, gridOver, pixelsOf } from "./grid.ts";
import { dilate } from "./morphology.ts";
import type { Plane } from "./plane.ts";
import { MARGIN } from "./working-image.ts";

/** Grey levels within which an area is one and the same grey. */
const STILL = 2;

/**
 * Where the picture shows anything at all: 1 at each pixel of the scene, 0 in the margin and in wide areas (12 × 12 pixels
 * at least) of one and the same grey, as sensors fill in around what they saw. The edges of such areas are no ridges.
 */
export function sceneOf(image: Plane): Uint8Array {
  const { width, height } = image;
  const grid = gridOver(width, height);
  const still = new Uint8Array(grid.columns * grid.rows);
  const lows = new Float32Array(still.length);
  const highs = new Float32Array(still.length);
  rangeOfCells(image, lows, highs, grid.columns);
  const last = { x: grid.columns - 1, y: grid.rows - 1 };
  for (let y = 1; y < last.y; y++) {
    for (let x = 1; x < last.x; x++) {
      let low = 255;
      let high = 0;
      for (let row = (y - 1) * grid.columns; row <= (y + 1) * grid.columns; row += grid.columns) {
        for (let at = row + x - 1; at <= row + x + 1; at++) {
          low = Math.min(low, lows[at]!);
          high = Math.max(high, highs[at]!);
        }
      }
      if (high - low <= STILL) still[y * grid.columns + x] = 1;
    }
  }
  const scene = pixelsOf(
    dilate(still, grid, 1).map((cell) => 1 - cell),
    grid,
    width,
    height,
  );
  scene.fill(0, 0, MARGIN * width);
  scene.fill(0, (height - MARGIN) * width);
  for (let row = 0; row < scene.length; row += width) {
    scene.fill(0, row, row + MARGIN);
    scene.fill(0, row + width - MARGIN, row + width);
  }
  return scene;
}

function rangeOfCells(image: Plane, lows: Float32Array, highs: Float32Array, columns: number): void {
  lows.fill(255);
  for (let y = 0; y < image.height; y++) {
    const row = Math.floor(y / CELL) * columns;
    for (let x = 0; x < image.width; x++) {
      const cell = row + ((x / CELL) | 0);
      const value = image.values[y * image.width + x]!;
      if (value < lows[cell]!) lows[cell] = value;
      if (value > highs[cell]!) highs[cell] = value;
    }
  }
}
