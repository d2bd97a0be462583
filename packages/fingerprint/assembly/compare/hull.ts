import { HULL_MARGIN, SAFELY_INSIDE } from "../../src/match/measures";

/** Whether a hull's half planes cover a point or miss it by less than the margin (src/match/hull.ts). */
export function covers(nx: usize, ny: usize, c: usize, sides: i32, inner: f64, x: f64, y: f64): bool {
  if (sides === 0) return false;
  const inside = (inner + <f64>HULL_MARGIN) * <f64>SAFELY_INSIDE;
  if (x * x + y * y < inside * inside) return true;
  for (let side: i32 = 0; side < sides; side++) {
    const at = (<usize>side) << 2;
    if (<f64>load<f32>(nx + at) * x + <f64>load<f32>(ny + at) * y > <f64>load<f32>(c + at) + <f64>HULL_MARGIN)
      return false;
  }
  return true;
}
