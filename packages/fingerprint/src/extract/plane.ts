/** A field of numbers over an image or a coarser grid, in rows from the top: `values[y * width + x]`. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

export function planeOf(width: number, height: number): Plane {
  return { width, height, values: new Float32Array(width * height) };
}

/**
 * Smooths in place by `passes` running means of `2 * radius + 1` samples in each direction (two come near a
 * Gaussian). The outermost values count as continuing beyond the edge.
 */
export function blur(plane: Plane, radius: number, passes = 2): void {
  const { width, height, values } = plane;
  if (radius < 1) return;
  const line = new Float32Array(width + 2 * radius + 1);
  for (let pass = 0; pass < passes; pass++) {
    for (let y = 0; y < height; y++) rowMeans(values, y * width, width, radius, line);
  }
  for (let pass = 0; pass < passes; pass++) columnMeans(values, width, height, radius);
}

function rowMeans(
  values: Float32Array,
  start: number,
  width: number,
  radius: number,
  line: Float32Array,
): void {
  line.fill(values[start]!, 0, radius);
  line.set(values.subarray(start, start + width), radius);
  line.fill(values[start + width - 1]!, radius + width);
  let sum = 0;
  for (let index = 0; index <= 2 * radius; index++) sum += line[index]!;
  const scale = 1 / (2 * radius + 1);
  for (let x = 0; x < width; x++) {
    values[start + x] = sum * scale;
    sum += line[x + 2 * radius + 1]! - line[x]!;
  }
}

/** Running means down all columns at once, row by row, which keeps memory access in order. */
function columnMeans(values: Float32Array, width: number, height: number, radius: number): void {
  const source = values.slice();
  const sums = new Float64Array(width);
  const last = height - 1;
  for (let offset = -radius; offset <= radius; offset++) {
    const row = clamp(offset, last) * width;
    for (let x = 0; x < width; x++) sums[x] = sums[x]! + source[row + x]!;
  }
  const scale = 1 / (2 * radius + 1);
  for (let y = 0; y < height; y++) {
    const out = y * width;
    const enters = clamp(y + radius + 1, last) * width;
    const leaves = clamp(y - radius, last) * width;
    for (let x = 0; x < width; x++) {
      const sum = sums[x]!;
      values[out + x] = sum * scale;
      sums[x] = sum + source[enters + x]! - source[leaves + x]!;
    }
  }
}

function clamp(index: number, last: number): number {
  return Math.max(0, Math.min(last, index));
}
