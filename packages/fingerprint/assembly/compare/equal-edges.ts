import {
  BIN_AT,
  BIN_BOUNDS,
  COSINE_TABLE,
  DIRECTION_AT,
  ENTRY_DIRECTION,
  ENTRY_EDGE,
  ENTRY_FROM_ANGLE,
  ENTRY_LENGTH,
  ENTRY_TO_ANGLE,
  FROM_ANGLE_AT,
  FROM_AT,
  LENGTH_AT,
  MIDDLE_X,
  MIDDLE_Y,
  SINE_TABLE,
  TO_ANGLE_AT,
  TO_AT,
  X_AT,
  Y_AT,
} from "../../src/kernel/compare-layout";
import {
  ANGLE_TOLERANCE,
  EQUAL_EDGE_LIMIT,
  LENGTH_TOLERANCE,
  LENGTH_TOLERANCE_SHARE,
} from "../../src/match/measures";
import { ofReference, Reference } from "./impression";
import { EQUAL_ROTATION, EQUAL_X, EQUAL_Y } from "./scratch";

/** Finds the edges that both have (src/match/equal-edges.ts), both angles of sixteen entries at a time; returns how many. */
export function findEqualEdges(): i32 {
  const edges = Reference.edges;
  const bins = ofReference(BIN_AT);
  const lengths = ofReference(LENGTH_AT);
  const fromAngles = ofReference(FROM_ANGLE_AT);
  const toAngles = ofReference(TO_ANGLE_AT);
  const directions = ofReference(DIRECTION_AT);
  const froms = ofReference(FROM_AT);
  const tos = ofReference(TO_AT);
  const x = ofReference(X_AT);
  const y = ofReference(Y_AT);
  const width = i8x16.splat(<i8>(2 * ANGLE_TOLERANCE));
  let count: i32 = 0;
  for (let edge: i32 = 0; edge < edges; edge++) {
    const bound = <usize>BIN_BOUNDS + ((<usize>load<u16>(bins + (edge << 1))) << 1);
    let slot = <i32>load<u16>(bound);
    const end = <i32>load<u16>(bound, 2);
    if (slot === end) continue;
    const from = i8x16.splat(<i8>(<i32>load<u8>(fromAngles + edge) - ANGLE_TOLERANCE));
    const to = i8x16.splat(<i8>(<i32>load<u8>(toAngles + edge) - ANGLE_TOLERANCE));
    for (; slot < end; slot += 16) {
      let hits = i8x16.bitmask(
        v128.and(
          i8x16.le_u(i8x16.sub(v128.load(<usize>ENTRY_FROM_ANGLE + slot), from), width),
          i8x16.le_u(i8x16.sub(v128.load(<usize>ENTRY_TO_ANGLE + slot), to), width),
        ),
      );
      const left = end - slot;
      if (left < 16) hits &= (1 << left) - 1;
      if (hits === 0) continue;
      const length = <f64>load<f32>(lengths + (edge << 2));
      const tolerance = <f64>LENGTH_TOLERANCE + <f64>LENGTH_TOLERANCE_SHARE * length;
      const one = (<usize>load<u8>(froms + edge)) << 2;
      const other = (<usize>load<u8>(tos + edge)) << 2;
      const middleX = 0.5 * (<f64>load<f32>(x + one) + <f64>load<f32>(x + other));
      const middleY = 0.5 * (<f64>load<f32>(y + one) + <f64>load<f32>(y + other));
      const direction = <i32>load<u8>(directions + edge);
      for (; hits !== 0; hits &= hits - 1) {
        const at = slot + ctz(hits);
        if (abs(<f64>load<f32>(<usize>ENTRY_LENGTH + (at << 2)) - length) > tolerance) continue;
        if (count === EQUAL_EDGE_LIMIT) return count;
        const rotation = (<i32>load<u8>(<usize>ENTRY_DIRECTION + at) - direction) & 255;
        const cosine = <f64>load<f32>(<usize>COSINE_TABLE + (rotation << 2));
        const sine = <f64>load<f32>(<usize>SINE_TABLE + (rotation << 2));
        const mine = (<usize>load<u16>(<usize>ENTRY_EDGE + (at << 1))) << 3;
        store<u8>(EQUAL_ROTATION + count, rotation);
        store<f32>(
          EQUAL_X + (count << 2),
          <f32>(load<f64>(<usize>MIDDLE_X + mine) - (cosine * middleX - sine * middleY)),
        );
        store<f32>(
          EQUAL_Y + (count << 2),
          <f32>(load<f64>(<usize>MIDDLE_Y + mine) - (sine * middleX + cosine * middleY)),
        );
        count++;
      }
    }
  }
  return count;
}
