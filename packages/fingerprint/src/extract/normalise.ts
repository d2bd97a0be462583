import { CELL, type Grid } from "./grid.ts";
import { blur, type Plane, planeOf } from "./plane.ts";

/**
 * Running means over cells by which grey levels are evened out: three of three cells come, with the cell and the
 * interpolation between cells, near a Gaussian of 6 pixels' deviation, a little more than a ridge and a valley.
 */
const RADIUS = 1;
const PASSES = 3;
/** Grey levels added to the local deviation, so that an empty ground stays quiet. */
const DEVIATION_FLOOR = 4;
/** Where evened-out grey levels are cut, so that specks and scratches do not outweigh ridges. */
const LIMIT = 2;

export interface Normalised {
  /** Grey levels with local mean 0 and local deviation about 1; 0 outside of the scene. */
  readonly plane: Plane;
  /** The local deviation by cell, in grey levels; 0 outside of the scene. */
  readonly deviation: Plane;
}

/**
 * Evens out pressure, moisture and shading: subtracts the local mean, divides by the local deviation and bounds what is
 * left. Means are taken over cells of the scene only, and interpolated between the cells' middles.
 */
export function normalise(image: Plane, scene: Uint8Array, grid: Grid): Normalised {
  const mean = planeOf(grid.columns, grid.rows);
  const weight = planeOf(grid.columns, grid.rows);
  for (let cell = 0; cell < scene.length; cell++) {
    if (scene[cell] === 0) continue;
    weight.values[cell] = 1;
    mean.values[cell] = meanOf(image, cell, grid);
  }
  blur(mean, RADIUS, PASSES);
  blur(weight, RADIUS, PASSES);
  for (let cell = 0; cell < scene.length; cell++) {
    if (weight.values[cell]! > 0) mean.values[cell] = mean.values[cell]! / weight.values[cell]!;
  }
  const plane = planeOf(image.width, image.height);
  const deviation = subtractMean(image, mean, scene, plane, grid);
  blur(deviation, RADIUS, PASSES);
  for (let cell = 0; cell < scene.length; cell++) {
    // Running means can fall a little below zero where nothing varies.
    const square = Math.max(0, deviation.values[cell]!);
    deviation.values[cell] = weight.values[cell]! > 0 ? Math.sqrt(square / weight.values[cell]!) : 0;
  }
  divideByDeviation(plane, deviation, scene);
  for (let cell = 0; cell < scene.length; cell++) if (scene[cell] === 0) deviation.values[cell] = 0;
  return { plane, deviation };
}

function meanOf({ width, values }: Plane, cell: number, { columns }: Grid): number {
  const row = (cell / columns) | 0;
  const corner = row * CELL * width + (cell - row * columns) * CELL;
  let sum = 0;
  for (let line = corner; line < corner + CELL * width; line += width) {
    for (let at = line; at < line + CELL; at++) sum += values[at]!;
  }
  return sum / (CELL * CELL);
}

/** @returns the mean square of what is left, by cell */
function subtractMean(image: Plane, mean: Plane, scene: Uint8Array, out: Plane, grid: Grid): Plane {
  const squares = planeOf(grid.columns, grid.rows);
  const level = new Float64Array(grid.columns);
  for (let y = CELL; y < image.height - CELL; y++) {
    levelOfRow(mean, y, level);
    const cells = ((y / CELL) | 0) * grid.columns;
    for (let column = 1; column < grid.columns - 1; column++) {
      if (scene[cells + column] === 0) continue;
      let at = y * image.width + column * CELL;
      let sum = 0;
      for (let x = 0; x < CELL; x++, at++) {
        const value = image.values[at]! - acrossLevel(level, column, x);
        out.values[at] = value;
        sum += value * value;
      }
      squares.values[cells + column] = squares.values[cells + column]! + sum / (CELL * CELL);
    }
  }
  return squares;
}

function divideByDeviation({ width, height, values }: Plane, deviation: Plane, scene: Uint8Array): void {
  const level = new Float64Array(deviation.width);
  for (let y = CELL; y < height - CELL; y++) {
    levelOfRow(deviation, y, level);
    const cells = ((y / CELL) | 0) * deviation.width;
    for (let column = 1; column < deviation.width - 1; column++) {
      if (scene[cells + column] === 0) continue;
      let at = y * width + column * CELL;
      for (let x = 0; x < CELL; x++, at++) {
        const value = values[at]! / (acrossLevel(level, column, x) + DEVIATION_FLOOR);
        values[at] = Math.max(-LIMIT, Math.min(LIMIT, value));
      }
    }
  }
}

/** The cells' values at the height of a row of pixels. */
function levelOfRow({ width, values }: Plane, y: number, level: Float64Array): void {
  const place = (y + 0.5) / CELL - 0.5;
  const row = place | 0;
  const down = place - row;
  const upper = row * width;
  for (let column = 0; column < width; column++) {
    const value = values[upper + column]!;
    level[column] = value + (values[upper + width + column]! - value) * down;
  }
}

/** The level at the x-th pixel of a cell. */
function acrossLevel(level: Float64Array, column: number, x: number): number {
  const share = (x + 0.5) / CELL - 0.5;
  const own = level[column]!;
  return share < 0 ? own + (own - level[column - 1]!) * share : own + (level[column + 1]! - own) * share;
}
