import { ANGLE_AT, COSINE_TABLE, FIRST_SIGHT, SINE_TABLE, X_AT, Y_AT } from "../../src/kernel/compare-layout";
import {
  CELL,
  CELLS,
  EDGE_PROMISE,
  LEAST_PROMISE,
  LEAST_PROMISE_BY_MINUTIA,
  MINUTIA_PROMISE,
  PAIRED_LIMIT,
  ROTATION_MOST,
  ROTATION_PROMISE,
  ROTATION_UNIT,
  RUNNER_UP_MARGIN,
} from "../../src/match/measures";
import { angleBetween } from "./direction";
import { ofReference, Probe, Reference } from "./impression";
import { PROMISE, PROPOSED_ROTATION, PROPOSED_X, PROPOSED_Y, RANK, SUPPORT } from "./scratch";

/** Which proposals are worth pairing, best first (src/match/prospects.ts); returns how many. */
export function choosePaired(proposals: i32): i32 {
  const least = <f64>LEAST_PROMISE + <f64>LEAST_PROMISE_BY_MINUTIA * <f64>min(Probe.count, Reference.count);
  let count: i32 = 0;
  for (let rank: i32 = 0; rank < proposals; rank++) {
    const value = promiseOf(rank);
    if (value < least) continue;
    let slot: i32 =
      count < PAIRED_LIMIT
        ? count++
        : value > load<f64>(PROMISE + ((PAIRED_LIMIT - 1) << 3))
          ? PAIRED_LIMIT - 1
          : -1;
    if (slot < 0) continue;
    for (; slot > 0 && load<f64>(PROMISE + ((slot - 1) << 3)) < value; slot--) {
      store<f64>(PROMISE + (slot << 3), load<f64>(PROMISE + ((slot - 1) << 3)));
      store<i32>(RANK + (slot << 2), load<i32>(RANK + ((slot - 1) << 2)));
    }
    store<f64>(PROMISE + (slot << 3), value);
    store<i32>(RANK + (slot << 2), rank);
  }
  while (count > 1 && load<f64>(PROMISE + ((count - 1) << 3)) < load<f64>(PROMISE) - <f64>RUNNER_UP_MARGIN)
    count--;
  return count;
}

function promiseOf(rank: i32): f64 {
  const at = rank << 2;
  const rotation = load<i32>(PROPOSED_ROTATION + at);
  const turn = <f64>angleBetween(rotation, 0) / <f64>ROTATION_UNIT;
  const found = countPossible(rotation, load<f32>(PROPOSED_X + at), load<f32>(PROPOSED_Y + at));
  return (
    <f64>MINUTIA_PROMISE * <f64>found +
    <f64>EDGE_PROMISE * <f64>load<i32>(SUPPORT + at) -
    <f64>ROTATION_PROMISE * min<f64>(<f64>ROTATION_MOST, 0.5 * turn * turn)
  );
}

/** How many minutiae of the reference may have a partner under a motion; column and row of each are found together. */
function countPossible(rotation: i32, shiftX: f32, shiftY: f32): i32 {
  const x = ofReference(X_AT);
  const y = ofReference(Y_AT);
  const angle = ofReference(ANGLE_AT);
  const cosine = <f64>load<f32>(<usize>COSINE_TABLE + (rotation << 2));
  const sine = <f64>load<f32>(<usize>SINE_TABLE + (rotation << 2));
  const byX = f64x2(cosine, sine);
  const byY = f64x2(-sine, cosine);
  const shift = f64x2(<f64>shiftX, <f64>shiftY);
  const cells = f64x2.splat(1 / <f64>CELL);
  const middle = f64x2.splat(CELLS / 2);
  const count = Reference.count;
  let found: i32 = 0;
  for (let index: i32 = 0; index < count; index++) {
    const atX = f64x2.splat(<f64>load<f32>(x + (index << 2)));
    const atY = f64x2.splat(<f64>load<f32>(y + (index << 2)));
    const laid = f64x2.add(f64x2.add(f64x2.mul(byX, atX), f64x2.mul(byY, atY)), shift);
    const cell = i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.add(f64x2.mul(laid, cells), middle)));
    const column = <u32>i32x4.extract_lane(cell, 0);
    const row = <u32>i32x4.extract_lane(cell, 1);
    if (column >= <u32>CELLS || row >= <u32>CELLS) continue;
    const sectors = <i32>load<u16>(<usize>FIRST_SIGHT + ((row * CELLS + column) << 1));
    found += (sectors >> (((<i32>load<u8>(angle + index) + rotation) & 255) >> 4)) & 1;
  }
  return found;
}
