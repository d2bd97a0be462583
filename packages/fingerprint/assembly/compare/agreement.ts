import { COMPANY_LIMIT, ROTATION_REACH, SHIFT_REACH_SQUARED } from "../../src/match/measures";
import {
  AGREEING,
  EQUAL_ROTATION,
  EQUAL_X,
  EQUAL_Y,
  ROTATION_END,
  SORTED_ROTATION,
  SORTED_X,
  SORTED_Y,
} from "./scratch";

/** Brings the equal edges in order of rotation, by counting; returns how many stand once more at the end. */
export function sortByRotation(count: i32): i32 {
  memory.fill(ROTATION_END, 0, 257 * 4);
  for (let edge: i32 = 0; edge < count; edge++) {
    const at = ROTATION_END + ((<usize>load<u8>(EQUAL_ROTATION + edge)) << 2);
    store<i32>(at, load<i32>(at, 4) + 1, 4);
  }
  let sum: i32 = 0;
  for (let unit: usize = 4; unit < 257 * 4; unit += 4) {
    sum += load<i32>(ROTATION_END + unit);
    store<i32>(ROTATION_END + unit, sum);
  }
  for (let edge: i32 = 0; edge < count; edge++) {
    const rotation = load<u8>(EQUAL_ROTATION + edge);
    const end = ROTATION_END + ((<usize>rotation) << 2);
    const at = load<i32>(end);
    store<i32>(end, at + 1);
    store<u8>(SORTED_ROTATION + at, rotation);
    store<f32>(SORTED_X + (at << 2), load<f32>(EQUAL_X + (edge << 2)));
    store<f32>(SORTED_Y + (at << 2), load<f32>(EQUAL_Y + (edge << 2)));
  }
  const repeated = load<i32>(ROTATION_END + (ROTATION_REACH << 2));
  memory.copy(SORTED_X + (count << 2), SORTED_X, repeated << 2);
  memory.copy(SORTED_Y + (count << 2), SORTED_Y, repeated << 2);
  return repeated;
}

/** Counts for each equal edge how many others propose nearly the same motion, four at a time; returns the most. */
export function countAgreeing(count: i32, repeated: i32): i32 {
  const sorted = count + repeated;
  memory.fill(AGREEING, 0, (sorted << 2) + 16);
  const reach = f32x4.splat(<f32>SHIFT_REACH_SQUARED);
  const lanes = i32x4(0, 1, 2, 3);
  for (let one: i32 = 0; one < count; one++) {
    const x = f32x4.splat(load<f32>(SORTED_X + (one << 2)));
    const y = f32x4.splat(load<f32>(SORTED_Y + (one << 2)));
    const end = min(endOf(<i32>load<u8>(SORTED_ROTATION + one) + ROTATION_REACH, count), one + COMPANY_LIMIT);
    let found = i32x4.splat(0);
    for (let other: i32 = one + 1; other < end; other += 4) {
      const at = (<usize>other) << 2;
      const dx = f32x4.sub(v128.load(SORTED_X + at), x);
      const dy = f32x4.sub(v128.load(SORTED_Y + at), y);
      const near = v128.and(
        f32x4.le(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), reach),
        i32x4.lt_s(lanes, i32x4.splat(end - other)),
      );
      // A lane that agrees is -1.
      v128.store(AGREEING + at, i32x4.sub(v128.load(AGREEING + at), near));
      found = i32x4.sub(found, near);
    }
    const pairs = i32x4.add(
      found,
      i8x16.shuffle(found, found, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7),
    );
    const own = AGREEING + (one << 2);
    store<i32>(own, load<i32>(own) + i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1));
  }
  for (let one: i32 = 0; one < repeated; one++) {
    const at = AGREEING + (one << 2);
    store<i32>(at, load<i32>(at) + load<i32>(AGREEING + ((count + one) << 2)));
  }
  let most: i32 = 0;
  for (let one: i32 = 0; one < count; one++) most = max(most, load<i32>(AGREEING + (one << 2)));
  return most;
}

/** Where the equal edges turned by up to so many units end; less than a full turn and the reach. */
function endOf(rotation: i32, count: i32): i32 {
  return rotation < 256
    ? load<i32>(ROTATION_END + (rotation << 2))
    : count + load<i32>(ROTATION_END + ((rotation - 256) << 2));
}
