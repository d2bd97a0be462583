import {
  ALIGNMENT_LIMIT,
  CANDIDATE_EDGE_LIMIT,
  LEAST_SUPPORT,
  ROTATION_APART,
  ROTATION_REACH,
  RUNNER_UP_SHARE,
  SHIFT_APART_SQUARED,
  SHIFT_REACH_SQUARED,
} from "../../src/match/measures";
import { nearestWhole } from "./direction";
import {
  AGREEING,
  CANDIDATE_EDGE,
  PROPOSED_ROTATION,
  PROPOSED_X,
  PROPOSED_Y,
  ROTATION_END,
  SORTED_ROTATION,
  SORTED_X,
  SORTED_Y,
  SUPPORT,
} from "./scratch";

/** The equal edges with most agreement that are not near one chosen before (src/match/alignment.ts); returns how many. */
export function choose(count: i32, most: i32): i32 {
  const least = max<f64>(<f64>LEAST_SUPPORT, <f64>RUNNER_UP_SHARE * <f64>most);
  let candidates: i32 = 0;
  for (let edge: i32 = 0; edge < count && candidates < CANDIDATE_EDGE_LIMIT; edge++)
    if (<f64>load<i32>(AGREEING + (edge << 2)) >= least)
      store<u16>(CANDIDATE_EDGE + (candidates++ << 1), edge);
  let chosen: i32 = 0;
  while (chosen < ALIGNMENT_LIMIT) {
    let best: i32 = -1;
    let support: i32 = 0;
    for (let index: i32 = 0; index < candidates; index++) {
      const edge = <i32>load<u16>(CANDIDATE_EDGE + (index << 1));
      const agreeing = load<i32>(AGREEING + (edge << 2));
      if (agreeing <= support) continue;
      if (isNearChosen(edge, chosen)) {
        store<i32>(AGREEING + (edge << 2), 0);
        continue;
      }
      support = agreeing;
      best = edge;
    }
    if (best < 0) break;
    settle(best, chosen++, count);
    store<i32>(AGREEING + (best << 2), 0);
  }
  return chosen;
}

function isNearChosen(edge: i32, count: i32): bool {
  for (let chosen: i32 = 0; chosen < count; chosen++) {
    const at = chosen << 2;
    const rotation = <i32>load<u8>(SORTED_ROTATION + edge) - load<i32>(PROPOSED_ROTATION + at);
    const turn = ((rotation + 128) & 255) - 128;
    if (turn > ROTATION_APART || turn < -ROTATION_APART) continue;
    const dx = load<f32>(SORTED_X + (edge << 2)) - load<f32>(PROPOSED_X + at);
    const dy = load<f32>(SORTED_Y + (edge << 2)) - load<f32>(PROPOSED_Y + at);
    if (dx * dx + dy * dy < <f32>SHIFT_APART_SQUARED) return true;
  }
  return false;
}

/** Sums over the equal edges that agree with one: differences in rotation and shift, and how many. */
class Mean {
  static turn: f64 = 0;
  static x: f64 = 0;
  static y: f64 = 0;
  static near: f64 = 0;
}

/** Writes the proposal of an equal edge, moved to the mean of those that agree with it. */
function settle(edge: i32, at: i32, count: i32): void {
  const rotation = <i32>load<u8>(SORTED_ROTATION + edge);
  Mean.turn = 0;
  Mean.x = 0;
  Mean.y = 0;
  Mean.near = 0;
  const first = rotation - ROTATION_REACH;
  const last = rotation + ROTATION_REACH;
  if (last > 255) addToMean(edge, 0, endOf(last - 256));
  addToMean(edge, first <= 0 ? 0 : endOf(first - 1), endOf(min(255, last)));
  if (first < 0) addToMean(edge, endOf(first + 255), count);
  store<i32>(SUPPORT + (at << 2), load<i32>(AGREEING + (edge << 2)));
  store<i32>(PROPOSED_ROTATION + (at << 2), nearestWhole(<f64>rotation + Mean.turn / Mean.near) & 255);
  store<f32>(PROPOSED_X + (at << 2), <f32>(<f64>load<f32>(SORTED_X + (edge << 2)) + Mean.x / Mean.near));
  store<f32>(PROPOSED_Y + (at << 2), <f32>(<f64>load<f32>(SORTED_Y + (edge << 2)) + Mean.y / Mean.near));
}

function endOf(rotation: i32): i32 {
  return load<i32>(ROTATION_END + (rotation << 2));
}

function addToMean(edge: i32, start: i32, end: i32): void {
  const rotation = <i32>load<u8>(SORTED_ROTATION + edge);
  const x = load<f32>(SORTED_X + (edge << 2));
  const y = load<f32>(SORTED_Y + (edge << 2));
  for (let other = start; other < end; other++) {
    const dx = load<f32>(SORTED_X + (other << 2)) - x;
    const dy = load<f32>(SORTED_Y + (other << 2)) - y;
    if (dx * dx + dy * dy > <f32>SHIFT_REACH_SQUARED) continue;
    Mean.turn += <f64>(((<i32>load<u8>(SORTED_ROTATION + other) - rotation + 128) & 255) - 128);
    Mean.x += <f64>dx;
    Mean.y += <f64>dy;
    Mean.near += 1;
  }
}
