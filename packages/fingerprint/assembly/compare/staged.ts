import {
  ANGLE_AT,
  BIN_AT,
  DIRECTION_AT,
  FROM_ANGLE_AT,
  FROM_AT,
  LENGTH_AT,
  REFERENCE,
  STAGED_EDGE_COUNT,
  STAGED_EDGE_END,
  STAGED_X,
  STAGED_Y,
  TO_ANGLE_AT,
  TO_AT,
  X_AT,
  Y_AT,
} from "../../src/kernel/compare-layout";
import { ANGLE_BINS, LENGTH_STEP } from "../../src/match/measures";
import { directionOf, nearestWhole } from "./direction";

/** Brings a gallery's finger, as it is kept, to 500 dpi about its centroid with y up (src/match/prepared.ts). */
export function centreStaged(capacity: usize, count: i32, scale: f64): void {
  const x = <usize>REFERENCE + X_AT * capacity;
  const y = <usize>REFERENCE + Y_AT * capacity;
  let sumX: f64 = 0;
  let sumY: f64 = 0;
  for (let index: i32 = 0; index < count; index++) {
    const atX = <f32>(<f64>load<u16>(<usize>STAGED_X + (index << 1)) * scale);
    const atY = <f32>(<f64>load<u16>(<usize>STAGED_Y + (index << 1)) * scale);
    store<f32>(x + (index << 2), atX);
    store<f32>(y + (index << 2), atY);
    sumX += <f64>atX;
    sumY += <f64>atY;
  }
  if (count === 0) return;
  const centreX = sumX / <f64>count;
  const centreY = sumY / <f64>count;
  for (let index: i32 = 0; index < count; index++) {
    const at = index << 2;
    store<f32>(x + at, <f32>(<f64>load<f32>(x + at) - centreX));
    store<f32>(y + at, <f32>(centreY - <f64>load<f32>(y + at)));
  }
}

/** Measures the edges that are kept by their ends (addEdge in src/match/edges.ts). */
export function measureStaged(capacity: usize, count: i32): void {
  let edge: i32 = 0;
  for (let one: i32 = 0; one < count; one++) {
    const edges = <i32>load<u8>(<usize>STAGED_EDGE_COUNT + one);
    for (let left = edges; left > 0; left--, edge++)
      measure(capacity, edge, one, <i32>load<u8>(<usize>STAGED_EDGE_END + edge));
  }
}

function measure(capacity: usize, edge: i32, one: i32, other: i32): void {
  const x = <usize>REFERENCE + X_AT * capacity;
  const y = <usize>REFERENCE + Y_AT * capacity;
  const angle = <usize>REFERENCE + ANGLE_AT * capacity;
  const dx = <f64>load<f32>(x + (other << 2)) - <f64>load<f32>(x + (one << 2));
  const dy = <f64>load<f32>(y + (other << 2)) - <f64>load<f32>(y + (one << 2));
  const length = sqrt<f64>(dx * dx + dy * dy);
  const direction = nearestWhole(directionOf(dx, dy)) & 255;
  const oneAngle = (<i32>load<u8>(angle + one) - direction) & 255;
  const otherAngle = (<i32>load<u8>(angle + other) - direction - 128) & 255;
  const turned = oneAngle >> 4 > otherAngle >> 4;
  const fromAngle = turned ? otherAngle : oneAngle;
  const toAngle = turned ? oneAngle : otherAngle;
  const at = <usize>REFERENCE + edge;
  store<u8>(at + FROM_AT * capacity, turned ? other : one);
  store<u8>(at + TO_AT * capacity, turned ? one : other);
  store<u8>(at + FROM_ANGLE_AT * capacity, fromAngle);
  store<u8>(at + TO_ANGLE_AT * capacity, toAngle);
  store<u8>(at + DIRECTION_AT * capacity, turned ? direction + 128 : direction);
  store<f32>(<usize>REFERENCE + LENGTH_AT * capacity + (edge << 2), <f32>length);
  const step = <i32>(length / <f64>LENGTH_STEP);
  const bin = (step * ANGLE_BINS + (fromAngle >> 4)) * ANGLE_BINS + (toAngle >> 4);
  store<u16>(<usize>REFERENCE + BIN_AT * capacity + (edge << 1), bin);
}
