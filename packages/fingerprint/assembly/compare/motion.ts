import { ANGLE_AT, COSINE_TABLE, SINE_TABLE, X_AT, Y_AT } from "../../src/kernel/compare-layout";
import { directionOf, nearestWhole } from "./direction";
import { ofProbe, ofReference, Reference } from "./impression";
import { HEADING, PAIR_MINE, PAIR_THEIRS, RIGID_X, RIGID_Y } from "./scratch";

/** How the reference lies on the probe (src/match/motion.ts). */
export class Motion {
  static cosine: f64 = 1;
  static sine: f64 = 0;
  static rotation: f64 = 0;
  static shiftX: f64 = 0;
  static shiftY: f64 = 0;
}

export function setMotion(rotation: i32, shiftX: f32, shiftY: f32): void {
  Motion.cosine = <f64>load<f32>(<usize>COSINE_TABLE + (rotation << 2));
  Motion.sine = <f64>load<f32>(<usize>SINE_TABLE + (rotation << 2));
  Motion.rotation = <f64>rotation;
  Motion.shiftX = <f64>shiftX;
  Motion.shiftY = <f64>shiftY;
}

/** The motion with least squared residuals over the pairs. */
export function fitMotion(count: i32): void {
  const probeX = ofProbe(X_AT);
  const probeY = ofProbe(Y_AT);
  const referenceX = ofReference(X_AT);
  const referenceY = ofReference(Y_AT);
  let meanPx: f64 = 0;
  let meanPy: f64 = 0;
  let meanRx: f64 = 0;
  let meanRy: f64 = 0;
  for (let pair: i32 = 0; pair < count; pair++) {
    const mine = (<usize>load<u8>(PAIR_MINE + pair)) << 2;
    const theirs = (<usize>load<u8>(PAIR_THEIRS + pair)) << 2;
    meanPx += <f64>load<f32>(probeX + mine);
    meanPy += <f64>load<f32>(probeY + mine);
    meanRx += <f64>load<f32>(referenceX + theirs);
    meanRy += <f64>load<f32>(referenceY + theirs);
  }
  meanPx /= <f64>count;
  meanPy /= <f64>count;
  meanRx /= <f64>count;
  meanRy /= <f64>count;
  let along: f64 = 0;
  let across: f64 = 0;
  for (let pair: i32 = 0; pair < count; pair++) {
    const mine = (<usize>load<u8>(PAIR_MINE + pair)) << 2;
    const theirs = (<usize>load<u8>(PAIR_THEIRS + pair)) << 2;
    const px = <f64>load<f32>(probeX + mine) - meanPx;
    const py = <f64>load<f32>(probeY + mine) - meanPy;
    const rx = <f64>load<f32>(referenceX + theirs) - meanRx;
    const ry = <f64>load<f32>(referenceY + theirs) - meanRy;
    along += rx * px + ry * py;
    across += rx * py - ry * px;
  }
  const size = sqrt<f64>(along * along + across * across);
  if (size > 0) {
    Motion.cosine = along / size;
    Motion.sine = across / size;
    const rotation = directionOf(along, across) + 256;
    Motion.rotation = rotation >= 256 ? rotation - 256 : rotation;
  }
  Motion.shiftX = meanPx - (Motion.cosine * meanRx - Motion.sine * meanRy);
  Motion.shiftY = meanPy - (Motion.sine * meanRx + Motion.cosine * meanRy);
}

/** Lays the reference's minutiae on the probe, two at a time, and turns their directions, sixteen at a time. */
export function lay(): void {
  const x = ofReference(X_AT);
  const y = ofReference(Y_AT);
  const angle = ofReference(ANGLE_AT);
  const count = Reference.count;
  const cosine = f64x2.splat(Motion.cosine);
  const sine = f64x2.splat(Motion.sine);
  const shiftX = f64x2.splat(Motion.shiftX);
  const shiftY = f64x2.splat(Motion.shiftY);
  for (let index: i32 = 0; index < count; index += 2) {
    const at = (<usize>index) << 2;
    const atX = f64x2.promote_low_f32x4(v128.load64_zero(x + at));
    const atY = f64x2.promote_low_f32x4(v128.load64_zero(y + at));
    const laidX = f64x2.add(f64x2.sub(f64x2.mul(cosine, atX), f64x2.mul(sine, atY)), shiftX);
    const laidY = f64x2.add(f64x2.add(f64x2.mul(sine, atX), f64x2.mul(cosine, atY)), shiftY);
    v128.store64_lane(RIGID_X + at, f32x4.demote_f64x2_zero(laidX), 0);
    v128.store64_lane(RIGID_Y + at, f32x4.demote_f64x2_zero(laidY), 0);
  }
  const turn = i8x16.splat(<i8>nearestWhole(Motion.rotation));
  for (let index: i32 = 0; index < count; index += 16)
    v128.store(HEADING + index, i8x16.add(v128.load(angle + index), turn));
}
