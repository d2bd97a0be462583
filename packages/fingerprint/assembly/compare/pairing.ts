import { ANGLE_AT, BEND_TABLE, CERTAIN, STRIP_FIRST, X_AT, Y_AT } from "../../src/kernel/compare-layout";
import {
  BEND_PRIOR,
  BEND_STEP,
  BEND_STEPS,
  CANDIDATE_PAIR_LIMIT,
  CELL,
  CELLS,
  STRIP,
  STRIPS,
} from "../../src/match/measures";
import { angleBetween } from "./direction";
import { ofProbe, ofReference, Probe, Reference } from "./impression";
import {
  BENT_X,
  BENT_Y,
  CANDIDATE_PAIR,
  HEADING,
  PAIR_MINE,
  PAIR_THEIRS,
  PARTNER_OF_PROBE,
  PARTNER_OF_REFERENCE,
  RESIDUAL_X,
  RESIDUAL_Y,
  RIGID_X,
  RIGID_Y,
} from "./scratch";

export const ALONE: i32 = 255;

/** Pairs minutiae greedily by nearness (src/match/pairing.ts), where the reference's are laid; returns how many pairs. */
export function assign(laidX: usize, laidY: usize, distance: i32, angle: i32): i32 {
  const found = findCandidates(laidX, laidY, distance, angle);
  memory.fill(PARTNER_OF_REFERENCE, <u8>ALONE, Reference.count);
  memory.fill(PARTNER_OF_PROBE, <u8>ALONE, Probe.count);
  let count: i32 = 0;
  for (let index: i32 = 0; index < found; index++) {
    const entry = load<u32>(CANDIDATE_PAIR + (index << 3));
    const theirs = entry >> 8;
    const mine = entry & 255;
    if ((<i32>load<u8>(PARTNER_OF_REFERENCE + theirs) & <i32>load<u8>(PARTNER_OF_PROBE + mine)) !== ALONE)
      continue;
    store<u8>(PARTNER_OF_REFERENCE + theirs, mine);
    store<u8>(PARTNER_OF_PROBE + mine, theirs);
    store<u8>(PAIR_THEIRS + count, theirs);
    store<u8>(PAIR_MINE + count, mine);
    count++;
  }
  return count;
}

/** Pairs within tolerance, nearest first. Of equal prices those first found, which have the lower number. */
function findCandidates(laidX: usize, laidY: usize, distance: i32, angle: i32): i32 {
  const reach = <f32>distance;
  const limit = <f32>(distance * distance);
  const angleWeight = (0.5 * <f64>(distance * distance)) / <f64>(angle * angle);
  const probeX = ofProbe(X_AT);
  const probeY = ofProbe(Y_AT);
  const probeAngle = ofProbe(ANGLE_AT);
  const probeCount = Probe.count;
  const minutiae = Reference.count;
  let found: i32 = 0;
  for (let theirs: i32 = 0; theirs < minutiae; theirs++) {
    const x = load<f32>(laidX + (theirs << 2));
    const y = load<f32>(laidY + (theirs << 2));
    const heading = <i32>load<u8>(HEADING + theirs);
    if (!mayPair(x, y, heading)) continue;
    for (let mine = firstFrom(<f64>x - <f64>distance); mine < probeCount; mine++) {
      const dx = load<f32>(probeX + (mine << 2)) - x;
      if (dx > reach) break;
      const dy = load<f32>(probeY + (mine << 2)) - y;
      const squared = dx * dx + dy * dy;
      if (squared > limit) continue;
      const turn = angleBetween(<i32>load<u8>(probeAngle + mine), heading);
      if (turn > angle || found === CANDIDATE_PAIR_LIMIT) continue;
      const price = <f32>(<f64>squared + angleWeight * <f64>turn * <f64>turn);
      insert(found++, ((<u64>reinterpret<u32>(price)) << 32) | <u64>((theirs << 8) | mine));
    }
  }
  return found;
}

/** Bits of prices, which are not negative, are in the order of the prices. */
function insert(count: i32, entry: u64): void {
  let slot = CANDIDATE_PAIR + (count << 3);
  while (slot > CANDIDATE_PAIR && load<u64>(slot - 8) > entry) {
    store<u64>(slot, load<u64>(slot - 8));
    slot -= 8;
  }
  store<u64>(slot, entry);
}

/** Whether a minutia laid there may have a partner (src/match/occupancy.ts). */
function mayPair(x: f32, y: f32, angle: i32): bool {
  const column = <f64>x / <f64>CELL + <f64>(CELLS / 2);
  const row = <f64>y / <f64>CELL + <f64>(CELLS / 2);
  if (!(column >= 0 && row >= 0 && column < <f64>CELLS && row < <f64>CELLS)) return true;
  const sectors = <i32>load<u16>(<usize>CERTAIN + ((<i32>row * CELLS + <i32>column) << 1));
  return ((sectors >> (angle >> 4)) & 1) !== 0;
}

function firstFrom(x: f64): i32 {
  const strip = x / <f64>STRIP + <f64>(STRIPS / 2);
  if (strip < 0) return 0;
  return <i32>load<u8>(<usize>STRIP_FIRST + (strip >= <f64>STRIPS ? STRIPS : <i32>strip));
}

/** Moves each laid minutia by its neighbours' mean residual, four minutiae at a time. */
export function bend(count: i32): void {
  const probeX = ofProbe(X_AT);
  const probeY = ofProbe(Y_AT);
  const x = ofReference(X_AT);
  const y = ofReference(Y_AT);
  for (let pair: i32 = 0; pair < count; pair++) {
    const theirs = (<usize>load<u8>(PAIR_THEIRS + pair)) << 2;
    const mine = (<usize>load<u8>(PAIR_MINE + pair)) << 2;
    store<f64>(RESIDUAL_X + (pair << 3), <f64>(load<f32>(probeX + mine) - load<f32>(RIGID_X + theirs)));
    store<f64>(RESIDUAL_Y + (pair << 3), <f64>(load<f32>(probeY + mine) - load<f32>(RIGID_Y + theirs)));
  }
  const minutiae = Reference.count;
  const steps = f32x4.splat(1 / <f32>BEND_STEP);
  const last = i32x4.splat(BEND_STEPS);
  const prior = f64x2.splat(BEND_PRIOR);
  for (let index: i32 = 0; index < minutiae; index += 4) {
    const at = (<usize>index) << 2;
    const atX = v128.load(x + at);
    const atY = v128.load(y + at);
    let sumX = f64x2.splat(0);
    let sumY = f64x2.splat(0);
    let sumX2 = f64x2.splat(0);
    let sumY2 = f64x2.splat(0);
    let weights = prior;
    let weights2 = prior;
    for (let pair: i32 = 0; pair < count; pair++) {
      const theirs = <i32>load<u8>(PAIR_THEIRS + pair);
      const dx = f32x4.sub(v128.load32_splat(x + (theirs << 2)), atX);
      const dy = f32x4.sub(v128.load32_splat(y + (theirs << 2)), atY);
      const squared = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
      const step = i32x4.min_s(i32x4.trunc_sat_f32x4_s(f32x4.mul(squared, steps)), last);
      const four = f32x4(
        weightAt(i32x4.extract_lane(step, 0)),
        weightAt(i32x4.extract_lane(step, 1)),
        weightAt(i32x4.extract_lane(step, 2)),
        weightAt(i32x4.extract_lane(step, 3)),
      );
      let low = f64x2.promote_low_f32x4(four);
      let high = f64x2.promote_low_f32x4(
        i8x16.shuffle(four, four, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7),
      );
      // A minutia tells nothing of itself.
      const own = theirs - index;
      if (<u32>own < 4) {
        if (own === 0) low = f64x2.replace_lane(low, 0, 0);
        else if (own === 1) low = f64x2.replace_lane(low, 1, 0);
        else if (own === 2) high = f64x2.replace_lane(high, 0, 0);
        else high = f64x2.replace_lane(high, 1, 0);
      }
      const residualX = v128.load64_splat(RESIDUAL_X + (pair << 3));
      const residualY = v128.load64_splat(RESIDUAL_Y + (pair << 3));
      sumX = f64x2.add(sumX, f64x2.mul(low, residualX));
      sumY = f64x2.add(sumY, f64x2.mul(low, residualY));
      weights = f64x2.add(weights, low);
      sumX2 = f64x2.add(sumX2, f64x2.mul(high, residualX));
      sumY2 = f64x2.add(sumY2, f64x2.mul(high, residualY));
      weights2 = f64x2.add(weights2, high);
    }
    moveTwo(at, sumX, sumY, weights);
    moveTwo(at + 8, sumX2, sumY2, weights2);
  }
}

function weightAt(step: i32): f32 {
  return load<f32>(<usize>BEND_TABLE + (step << 2));
}

function moveTwo(at: usize, sumX: v128, sumY: v128, weights: v128): void {
  const rigidX = f64x2.promote_low_f32x4(v128.load64_zero(RIGID_X + at));
  const rigidY = f64x2.promote_low_f32x4(v128.load64_zero(RIGID_Y + at));
  v128.store64_lane(BENT_X + at, f32x4.demote_f64x2_zero(f64x2.add(rigidX, f64x2.div(sumX, weights))), 0);
  v128.store64_lane(BENT_Y + at, f32x4.demote_f64x2_zero(f64x2.add(rigidY, f64x2.div(sumY, weights))), 0);
}
