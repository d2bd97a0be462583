import { HULL_C_AT, HULL_X_AT, HULL_Y_AT } from "../kernel/compare-layout.ts";
import { SAFELY_INSIDE } from "./measures.ts";

/** Convex hull of points as half planes: a point is inside where nx·x + ny·y <= c for all. */
export class Hull {
  sides = 0;
  area = 0;
  /** Distance of the nearest side from the origin, in pixels; 0 where the origin is not inside. */
  inner = 0;
  readonly nx: Float32Array;
  readonly ny: Float32Array;
  readonly c: Float32Array;

  /** Of an impression of so many minutiae, which has no more sides, that lies at byte `at` of the memory. */
  constructor(memory: ArrayBuffer, at: number, minutiae: number) {
    this.nx = new Float32Array(memory, at + HULL_X_AT * minutiae, 2 * minutiae);
    this.ny = new Float32Array(memory, at + HULL_Y_AT * minutiae, 2 * minutiae);
    this.c = new Float32Array(memory, at + HULL_C_AT * minutiae, 2 * minutiae);
  }

  /** Whether the point lies inside, or outside by less than `margin` from every side. Fewer than three points enclose nothing. */
  covers(x: number, y: number, margin: number): boolean {
    const { nx, ny, c, sides } = this;
    if (sides === 0) return false;
    const inside = (this.inner + margin) * SAFELY_INSIDE;
    if (x * x + y * y < inside * inside) return true;
    for (let side = 0; side < sides; side++) {
      if (nx[side]! * x + ny[side]! * y > c[side]! + margin) return false;
    }
    return true;
  }
}

const chain = new Uint8Array(513);

/** Fills `hull` for the first `count` (at most 255) points in order of x, by Andrew's monotone chain. Allocates nothing. */
export function findHull(count: number, x: Float32Array, y: Float32Array, hull: Hull): void {
  hull.sides = 0;
  hull.area = 0;
  hull.inner = 0;
  if (count < 3) return;
  let size = 0;
  let nearest = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < 2; pass++) {
    const start = size;
    for (let step = 0; step < count; step++) {
      const next = pass === 0 ? step : count - 1 - step;
      while (size >= start + 2 && !turnsLeft(x, y, chain[size - 2]!, chain[size - 1]!, next)) size--;
      chain[size++] = next;
    }
    size--;
  }
  for (let side = 0; side < size; side++) {
    const from = chain[side]!;
    const to = chain[(side + 1) % size]!;
    const dx = x[to]! - x[from]!;
    const dy = y[to]! - y[from]!;
    const length = Math.sqrt(dx * dx + dy * dy);
    hull.area += 0.5 * (x[from]! * y[to]! - y[from]! * x[to]!);
    if (length === 0) continue;
    const at = hull.sides++;
    hull.nx[at] = dy / length;
    hull.ny[at] = -dx / length;
    hull.c[at] = (dy * x[from]! - dx * y[from]!) / length;
    nearest = Math.min(nearest, hull.c[at]!);
  }
  if (hull.sides > 0) hull.inner = Math.max(0, nearest);
}

function turnsLeft(x: Float32Array, y: Float32Array, a: number, b: number, c: number): boolean {
  return (x[b]! - x[a]!) * (y[c]! - y[a]!) - (y[b]! - y[a]!) * (x[c]! - x[a]!) > 0;
}
