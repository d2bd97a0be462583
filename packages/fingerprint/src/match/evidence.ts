import type { Alignment } from "./alignment.ts";
import { angleBetween } from "./direction.ts";
import {
  ANGLE_UNIT,
  EDGE_ANGLE,
  EDGE_SPREAD,
  EDGE_SPREAD_SHARE,
  HULL_MARGIN,
  NEAR_ANGLE_SQUARED,
  NEAR_SQUARED,
  ROTATION_MOST,
  ROTATION_UNIT,
} from "./measures.ts";
import { ALONE, type Pairing } from "./pairing.ts";
import type { PreparedTemplate } from "./prepared.ts";

/**
 * What speaks for and against two impressions being of one finger under a pairing, as sums over minutiae, their edges
 * and the whole. The similarity is a weighted sum of these ({@link EVIDENCE_WEIGHTS}), so that each pair's share can be
 * told.
 */
export const EVIDENCE = [
  /** Pairs, each by how near it lies after the bend: 1 where exact, 0 from 12 px or 25 degrees on. */
  "nearness",
  /** Squared differences of direction of the pairs, in units of 10 degrees. */
  "turned",
  /** Pairs of the same kind, where both impressions tell kinds. */
  "sameKind",
  /** Edges between pairs, each by how well length and directions agree before the bend, 0 to 1. */
  "edges",
  /** Edges of the reference of which one end is paired and the other is not. */
  "brokenEdges",
  /** Minutiae without partner where both impressions show skin. */
  "unmatched",
  /** Share of minutiae that are paired where both show skin, and of all minutiae of both. */
  "shareInCommon",
  "shareOfAll",
  /** Fingers are laid on a sensor roughly upright: half the squared rotation in units of 40 degrees, at most 3. */
  "rotation",
  /** How far the proposal stands out among all equal edges ({@link Alignment.prominence}). */
  "prominence",
] as const;

export type EvidenceName = (typeof EVIDENCE)[number];
export const EVIDENCE_COUNT = EVIDENCE.length;

const NEARNESS = 0;
const TURNED = 1;
const SAME_KIND = 2;
const EDGES = 3;
const BROKEN_EDGES = 4;
const UNMATCHED = 5;
const SHARE_IN_COMMON = 6;
const SHARE_OF_ALL = 7;
const ROTATION = 8;
const PROMINENCE = 9;

/** Fills `evidence` (one number for each of {@link EVIDENCE}) for the pairing as it stands. Allocates nothing. */
export function weighEvidence(
  probe: PreparedTemplate,
  reference: PreparedTemplate,
  alignment: Alignment,
  pairing: Pairing,
  evidence: Float64Array,
): void {
  evidence.fill(0);
  weighPairs(probe, reference, pairing, evidence);
  weighEdges(probe, reference, pairing, evidence);
  const unmatched = countUnmatched(probe, reference, pairing);
  const paired = 2 * pairing.count;
  evidence[UNMATCHED] = unmatched;
  evidence[SHARE_IN_COMMON] = paired / (paired + unmatched);
  evidence[SHARE_OF_ALL] = paired / (probe.count + reference.count);
  const turn = angleBetween(Math.round(pairing.motion.rotation), 0) / ROTATION_UNIT;
  evidence[ROTATION] = Math.min(ROTATION_MOST, 0.5 * turn * turn);
  evidence[PROMINENCE] = alignment.prominence;
}

function weighPairs(
  probe: PreparedTemplate,
  reference: PreparedTemplate,
  pairing: Pairing,
  evidence: Float64Array,
): void {
  let near = 0;
  let turned = 0;
  let sameKind = 0;
  for (let pair = 0; pair < pairing.count; pair++) {
    const theirs = pairing.theirs[pair]!;
    near += nearness(pairing, theirs);
    turned += turnSquared(pairing, theirs);
    if (isSameKind(probe, reference, pairing.mine[pair]!, theirs)) sameKind++;
  }
  evidence[NEARNESS] = near;
  evidence[TURNED] = turned;
  evidence[SAME_KIND] = sameKind;
}

function nearness(pairing: Pairing, theirs: number): number {
  const turn = pairing.angleDifference[theirs]!;
  const near = 1 - pairing.distanceSquared[theirs]! / NEAR_SQUARED;
  const straight = 1 - (turn * turn) / NEAR_ANGLE_SQUARED;
  return near > 0 && straight > 0 ? near * straight : 0;
}

function turnSquared(pairing: Pairing, theirs: number): number {
  const turn = pairing.angleDifference[theirs]! / ANGLE_UNIT;
  return 0.5 * turn * turn;
}

function isSameKind(
  probe: PreparedTemplate,
  reference: PreparedTemplate,
  mine: number,
  theirs: number,
): boolean {
  return probe.kind[mine] !== 0 && probe.kind[mine] === reference.kind[theirs];
}

function weighEdges(
  probe: PreparedTemplate,
  reference: PreparedTemplate,
  pairing: Pairing,
  evidence: Float64Array,
): void {
  const { edges } = reference;
  const { from: froms, to: tos, count } = edges;
  const partner = pairing.ofReference;
  let agreement = 0;
  let broken = 0;
  for (let edge = 0; edge < count; edge++) {
    const from = partner[froms[edge]!]!;
    const to = partner[tos[edge]!]!;
    if (from !== ALONE && to !== ALONE) agreement += edgeAgreement(probe, reference, pairing, edge);
    else if (from !== to) broken++;
  }
  evidence[EDGES] = agreement;
  evidence[BROKEN_EDGES] = broken;
}

/** How well an edge of the reference is kept between its ends' partners, 0 to 1. Both ends must be paired. */
function edgeAgreement(
  probe: PreparedTemplate,
  reference: PreparedTemplate,
  pairing: Pairing,
  edge: number,
): number {
  const { edges } = reference;
  const from = edges.from[edge]!;
  const to = edges.to[edge]!;
  const mineFrom = pairing.ofReference[from]!;
  const mineTo = pairing.ofReference[to]!;
  const dx = probe.x[mineTo]! - probe.x[mineFrom]! - (pairing.rigidX[to]! - pairing.rigidX[from]!);
  const dy = probe.y[mineTo]! - probe.y[mineFrom]! - (pairing.rigidY[to]! - pairing.rigidY[from]!);
  const spread = EDGE_SPREAD + EDGE_SPREAD_SHARE * edges.length[edge]!;
  const near = 1 - (dx * dx + dy * dy) / (4 * spread * spread);
  if (near <= 0) return 0;
  const ours = probe.angle[mineTo]! - probe.angle[mineFrom]!;
  const turn = angleBetween(ours, reference.angle[to]! - reference.angle[from]!) / EDGE_ANGLE;
  return turn >= 1 ? 0 : near * (1 - turn * turn);
}

/** Minutiae without partner that lie within the other impression's hull. */
function countUnmatched(probe: PreparedTemplate, reference: PreparedTemplate, pairing: Pairing): number {
  let unmatched = 0;
  for (let theirs = 0; theirs < reference.count; theirs++) {
    if (pairing.ofReference[theirs] !== ALONE) continue;
    if (probe.hull.covers(pairing.x[theirs]!, pairing.y[theirs]!, HULL_MARGIN)) unmatched++;
  }
  const { cosine, sine, shiftX, shiftY } = pairing.motion;
  for (let mine = 0; mine < probe.count; mine++) {
    if (pairing.ofProbe[mine] !== ALONE) continue;
    const x = probe.x[mine]! - shiftX;
    const y = probe.y[mine]! - shiftY;
    if (reference.hull.covers(cosine * x + sine * y, cosine * y - sine * x, HULL_MARGIN)) unmatched++;
  }
  return unmatched;
}

/**
 * Each pair's share of the similarity, into `shares` by reference minutia: its nearness, direction and kind, and half
 * of each edge that it keeps with another pair.
 */
export function sharesOfPairs(
  probe: PreparedTemplate,
  reference: PreparedTemplate,
  pairing: Pairing,
  weights: Readonly<Record<EvidenceName, number>>,
  shares: Float64Array,
): void {
  for (let pair = 0; pair < pairing.count; pair++) {
    const theirs = pairing.theirs[pair]!;
    shares[theirs] =
      weights.nearness * nearness(pairing, theirs) +
      weights.turned * turnSquared(pairing, theirs) +
      (isSameKind(probe, reference, pairing.mine[pair]!, theirs) ? weights.sameKind : 0);
  }
  const { edges } = reference;
  for (let edge = 0; edge < edges.count; edge++) {
    const from = edges.from[edge]!;
    const to = edges.to[edge]!;
    if (pairing.ofReference[from] === ALONE || pairing.ofReference[to] === ALONE) continue;
    const half = 0.5 * weights.edges * edgeAgreement(probe, reference, pairing, edge);
    shares[from] = shares[from]! + half;
    shares[to] = shares[to]! + half;
  }
}
