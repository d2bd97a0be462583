import {
  FINAL_ANGLE,
  FINAL_DISTANCE,
  FIRST_ANGLE,
  FIRST_DISTANCE,
  LEAST_PAIRS,
  ROUNDS,
} from "../src/match/measures";
import { countAgreeing, sortByRotation } from "./compare/agreement";
import { findEqualEdges } from "./compare/equal-edges";
import { similarityOf } from "./compare/evidence";
import { Probe, Reference } from "./compare/impression";
import { fitMotion, lay, setMotion } from "./compare/motion";
import { assign, bend } from "./compare/pairing";
import { choose } from "./compare/proposals";
import { choosePaired } from "./compare/prospects";
import {
  BENT_X,
  BENT_Y,
  PROPOSED_ROTATION,
  PROPOSED_X,
  PROPOSED_Y,
  RANK,
  RIGID_X,
  RIGID_Y,
} from "./compare/scratch";
import { centreStaged, measureStaged } from "./compare/staged";

/**
 * The comparison of two impressions, step by step as src/match/matcher.ts has it and to the same last digit: sums are
 * made in the same order and in the same precision. Both impressions, the probe's tables and maps lie in the memory
 * (src/kernel/compare-layout.ts) before.
 */
export function setProbe(capacity: i32, count: i32, sides: i32, inner: f64): void {
  Probe.capacity = capacity;
  Probe.count = count;
  Probe.sides = sides;
  Probe.inner = inner;
}

/** The similarity, at least 0; see Matcher.compare. */
export function compare(capacity: i32, count: i32, edges: i32, sides: i32, inner: f64): f64 {
  const equal = take(capacity, count, edges, sides, inner);
  const most = countAgreeing(equal, sortByRotation(equal));
  const prospects = choosePaired(choose(equal, most));
  let similarity: f64 = 0;
  for (let index: i32 = 0; index < prospects; index++)
    similarity = max<f64>(similarity, weigh(load<i32>(RANK + (index << 2)), prominenceOf(most, equal)));
  return similarity;
}

/** Lays the reference out from a gallery's finger as it is kept; its directions and kinds are in their place. */
export function layStaged(capacity: i32, count: i32, scale: f64): void {
  centreStaged(capacity, count, scale);
  measureStaged(capacity, count);
}

/** How far the best proposal stands out; see Matcher.glance. */
export function survey(capacity: i32, count: i32, edges: i32, sides: i32, inner: f64): f64 {
  const equal = take(capacity, count, edges, sides, inner);
  return prominenceOf(countAgreeing(equal, sortByRotation(equal)), equal);
}

function take(capacity: i32, count: i32, edges: i32, sides: i32, inner: f64): i32 {
  Reference.capacity = capacity;
  Reference.count = count;
  Reference.edges = edges;
  Reference.sides = sides;
  Reference.inner = inner;
  return findEqualEdges();
}

function prominenceOf(most: i32, equal: i32): f64 {
  return <f64>most / (1 + sqrt<f64>(<f64>equal));
}

/** Similarity under one proposal; 0 where it has too few pairs. */
function weigh(rank: i32, prominence: f64): f64 {
  const at = rank << 2;
  setMotion(load<i32>(PROPOSED_ROTATION + at), load<f32>(PROPOSED_X + at), load<f32>(PROPOSED_Y + at));
  lay();
  let pairs = assign(RIGID_X, RIGID_Y, FIRST_DISTANCE, FIRST_ANGLE);
  if (pairs < LEAST_PAIRS) return 0;
  for (let round: i32 = 0; round < ROUNDS && pairs > 0; round++) {
    fitMotion(pairs);
    lay();
    bend(pairs);
    pairs = assign(BENT_X, BENT_Y, FINAL_DISTANCE, FINAL_ANGLE);
  }
  return pairs < LEAST_PAIRS ? 0 : similarityOf(pairs, prominence);
}
