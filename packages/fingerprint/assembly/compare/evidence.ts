import {
  ANGLE_AT,
  FROM_AT,
  HULL_C_AT,
  HULL_X_AT,
  HULL_Y_AT,
  KIND_AT,
  LENGTH_AT,
  TO_AT,
  WEIGHT_TABLE,
  X_AT,
  Y_AT,
} from "../../src/kernel/compare-layout";
import {
  ANGLE_UNIT,
  EDGE_ANGLE,
  EDGE_SPREAD,
  EDGE_SPREAD_SHARE,
  NEAR_ANGLE_SQUARED,
  NEAR_SQUARED,
  ROTATION_MOST,
  ROTATION_UNIT,
} from "../../src/match/measures";
import { angleBetween, nearestWhole } from "./direction";
import { covers } from "./hull";
import { ofProbe, ofReference, Probe, Reference } from "./impression";
import { Motion } from "./motion";
import { ALONE } from "./pairing";
import {
  BENT_X,
  BENT_Y,
  HEADING,
  PAIR_MINE,
  PAIR_THEIRS,
  PARTNER_OF_PROBE,
  PARTNER_OF_REFERENCE,
  RIGID_X,
  RIGID_Y,
} from "./scratch";

/** The similarity under the pairing as it stands: its evidence (src/match/evidence.ts) by its weights, in their order. */
export function similarityOf(pairs: i32, prominence: f64): f64 {
  const minutiae = Probe.count + Reference.count;
  weighPairs(pairs);
  weighEdges();
  const unmatched = <f64>(countReferenceAlone() + countProbeAlone());
  const paired = <f64>(2 * pairs);
  const turn = <f64>angleBetween(nearestWhole(Motion.rotation), 0) / <f64>ROTATION_UNIT;
  let similarity = weight(10);
  similarity += weight(0) * Sum.nearness;
  similarity += weight(1) * Sum.turned;
  similarity += weight(2) * <f64>Sum.sameKind;
  similarity += weight(3) * Sum.edges;
  similarity += weight(4) * <f64>Sum.brokenEdges;
  similarity += weight(5) * unmatched;
  similarity += weight(6) * (paired / (paired + unmatched));
  similarity += weight(7) * (paired / <f64>minutiae);
  similarity += weight(8) * min<f64>(<f64>ROTATION_MOST, 0.5 * turn * turn);
  similarity += weight(9) * prominence;
  return similarity;
}

function weight(evidence: usize): f64 {
  return load<f64>(<usize>WEIGHT_TABLE + (evidence << 3));
}

class Sum {
  static nearness: f64 = 0;
  static turned: f64 = 0;
  static sameKind: i32 = 0;
  static edges: f64 = 0;
  static brokenEdges: i32 = 0;
}

function weighPairs(pairs: i32): void {
  const probeX = ofProbe(X_AT);
  const probeY = ofProbe(Y_AT);
  const probeAngle = ofProbe(ANGLE_AT);
  const probeKind = ofProbe(KIND_AT);
  const referenceKind = ofReference(KIND_AT);
  let nearness: f64 = 0;
  let turned: f64 = 0;
  let sameKind: i32 = 0;
  for (let pair: i32 = 0; pair < pairs; pair++) {
    const theirs = <usize>load<u8>(PAIR_THEIRS + pair);
    const mine = <usize>load<u8>(PAIR_MINE + pair);
    const dx = <f64>load<f32>(probeX + (mine << 2)) - <f64>load<f32>(BENT_X + (theirs << 2));
    const dy = <f64>load<f32>(probeY + (mine << 2)) - <f64>load<f32>(BENT_Y + (theirs << 2));
    const squared = <f64>(<f32>(dx * dx + dy * dy));
    const turn = <f64>angleBetween(load<u8>(probeAngle + mine), load<u8>(HEADING + theirs));
    const near = 1 - squared / <f64>NEAR_SQUARED;
    const straight = 1 - (turn * turn) / <f64>NEAR_ANGLE_SQUARED;
    nearness += near > 0 && straight > 0 ? near * straight : 0;
    const units = turn / <f64>ANGLE_UNIT;
    turned += 0.5 * units * units;
    const kind = load<u8>(probeKind + mine);
    if (kind !== 0 && kind === load<u8>(referenceKind + theirs)) sameKind++;
  }
  Sum.nearness = nearness;
  Sum.turned = turned;
  Sum.sameKind = sameKind;
}

function weighEdges(): void {
  const froms = ofReference(FROM_AT);
  const tos = ofReference(TO_AT);
  const count = Reference.edges;
  let agreement: f64 = 0;
  let broken: i32 = 0;
  for (let edge: i32 = 0; edge < count; edge++) {
    const from = load<u8>(PARTNER_OF_REFERENCE + <usize>load<u8>(froms + edge));
    const to = load<u8>(PARTNER_OF_REFERENCE + <usize>load<u8>(tos + edge));
    if (<i32>from !== ALONE && <i32>to !== ALONE) agreement += edgeAgreement(edge, from, to);
    else if (from !== to) broken++;
  }
  Sum.edges = agreement;
  Sum.brokenEdges = broken;
}

/** How well an edge of the reference is kept between its ends' partners, 0 to 1. */
function edgeAgreement(edge: i32, mineFrom: usize, mineTo: usize): f64 {
  const probeX = ofProbe(X_AT);
  const probeY = ofProbe(Y_AT);
  const from = <usize>load<u8>(ofReference(FROM_AT) + edge);
  const to = <usize>load<u8>(ofReference(TO_AT) + edge);
  const dx = gap(probeX, mineTo, mineFrom) - gap(RIGID_X, to, from);
  const dy = gap(probeY, mineTo, mineFrom) - gap(RIGID_Y, to, from);
  const length = <f64>load<f32>(ofReference(LENGTH_AT) + (edge << 2));
  const spread = <f64>EDGE_SPREAD + <f64>EDGE_SPREAD_SHARE * length;
  const near = 1 - (dx * dx + dy * dy) / (4 * spread * spread);
  if (near <= 0) return 0;
  const probeAngle = ofProbe(ANGLE_AT);
  const referenceAngle = ofReference(ANGLE_AT);
  const ours = <i32>load<u8>(probeAngle + mineTo) - <i32>load<u8>(probeAngle + mineFrom);
  const others = <i32>load<u8>(referenceAngle + to) - <i32>load<u8>(referenceAngle + from);
  const turn = <f64>angleBetween(ours, others) / <f64>EDGE_ANGLE;
  return turn >= 1 ? 0 : near * (1 - turn * turn);
}

function gap(values: usize, one: usize, other: usize): f64 {
  return <f64>load<f32>(values + (one << 2)) - <f64>load<f32>(values + (other << 2));
}

function countReferenceAlone(): i32 {
  const nx = ofProbe(HULL_X_AT);
  const ny = ofProbe(HULL_Y_AT);
  const c = ofProbe(HULL_C_AT);
  const count = Reference.count;
  let alone: i32 = 0;
  for (let theirs: i32 = 0; theirs < count; theirs++) {
    if (<i32>load<u8>(PARTNER_OF_REFERENCE + theirs) !== ALONE) continue;
    const x = <f64>load<f32>(BENT_X + (theirs << 2));
    const y = <f64>load<f32>(BENT_Y + (theirs << 2));
    if (covers(nx, ny, c, Probe.sides, Probe.inner, x, y)) alone++;
  }
  return alone;
}

function countProbeAlone(): i32 {
  const probeX = ofProbe(X_AT);
  const probeY = ofProbe(Y_AT);
  const nx = ofReference(HULL_X_AT);
  const ny = ofReference(HULL_Y_AT);
  const c = ofReference(HULL_C_AT);
  const cosine = Motion.cosine;
  const sine = Motion.sine;
  const count = Probe.count;
  let alone: i32 = 0;
  for (let mine: i32 = 0; mine < count; mine++) {
    if (<i32>load<u8>(PARTNER_OF_PROBE + mine) !== ALONE) continue;
    const x = <f64>load<f32>(probeX + (mine << 2)) - Motion.shiftX;
    const y = <f64>load<f32>(probeY + (mine << 2)) - Motion.shiftY;
    if (covers(nx, ny, c, Reference.sides, Reference.inner, cosine * x + sine * y, cosine * y - sine * x))
      alone++;
  }
  return alone;
}
