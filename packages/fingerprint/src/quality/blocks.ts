import type { GreyImage } from "../image/grey-image.ts";

/** Side of a block in pixels at 500 dots per inch: somewhat less than two ridge periods of an adult. */
export const BLOCK = 16;

/** What a picture's blocks hold, row by row from the left top; pixels beyond the last whole block are left out. */
export interface Blocks {
  readonly columns: number;
  readonly rows: number;
  /** Mean and standard deviation of the grey values, 0 to 255. */
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  /** Direction across the ridges in radians, -pi/2 to pi/2, y down; from the block and its neighbours. */
  readonly normal: Float32Array;
  /**
   * How certain the direction is, 0 to 1: one less the ratio of the smaller to the greater eigenvalue of the gradients'
   * covariance (orientation certainty level of ISO/IEC 29794-4 clause 6.2.2).
   */
  readonly certainty: Float32Array;
}

/** Measures the blocks of a picture at 500 dots per inch. */
export function blocksOf({ width, height, pixels }: GreyImage): Blocks {
  const columns = Math.floor(width / BLOCK);
  const rows = Math.floor(height / BLOCK);
  const count = columns * rows;
  const mean = new Float32Array(count);
  const deviation = new Float32Array(count);
  const certainty = new Float32Array(count);
  const [xx, yy, xy] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let [sum, squares, sumXx, sumYy, sumXy] = [0, 0, 0, 0, 0];
      for (let y = row * BLOCK; y < (row + 1) * BLOCK; y++) {
        const up = (y > 0 ? y - 1 : y) * width;
        const down = (y + 1 < height ? y + 1 : y) * width;
        const line = y * width;
        for (let x = column * BLOCK; x < (column + 1) * BLOCK; x++) {
          const value = pixels[line + x]!;
          const alongX = pixels[line + (x + 1 < width ? x + 1 : x)]! - pixels[line + (x > 0 ? x - 1 : x)]!;
          const alongY = pixels[down + x]! - pixels[up + x]!;
          sum += value;
          squares += value * value;
          sumXx += alongX * alongX;
          sumYy += alongY * alongY;
          sumXy += alongX * alongY;
        }
      }
      const block = row * columns + column;
      const average = sum / (BLOCK * BLOCK);
      mean[block] = average;
      deviation[block] = Math.sqrt(Math.max(0, squares / (BLOCK * BLOCK) - average * average));
      certainty[block] = certaintyOf(sumXx, sumYy, sumXy);
      xx[block] = sumXx;
      yy[block] = sumYy;
      xy[block] = sumXy;
    }
  }
  return { columns, rows, mean, deviation, certainty, normal: normalsOf(columns, rows, xx, yy, xy) };
}

function certaintyOf(xx: number, yy: number, xy: number): number {
  const root = Math.sqrt((xx - yy) ** 2 + 4 * xy * xy);
  const greater = xx + yy + root;
  return greater <= 0 ? 0 : 1 - (xx + yy - root) / greater;
}

/** Directions of the covariances summed over a block and its eight neighbours. */
function normalsOf(
  columns: number,
  rows: number,
  xx: Float32Array,
  yy: Float32Array,
  xy: Float32Array,
): Float32Array {
  return Float32Array.from(xx, (_, block) => {
    const column = block % columns;
    const row = Math.floor(block / columns);
    let [sumXx, sumYy, sumXy] = [0, 0, 0];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
        sumXx += xx[y * columns + x]!;
        sumYy += yy[y * columns + x]!;
        sumXy += xy[y * columns + x]!;
      }
    }
    return Math.atan2(2 * sumXy, sumXx - sumYy) / 2;
  });
}
