import { squaredLength } from "./direction.ts";
import type { EdgeTable } from "./edge-table.ts";
import { EqualEdges } from "./equal-edges.ts";
import {
  ALIGNMENT_LIMIT,
  CANDIDATE_EDGE_LIMIT,
  COMPANY_LIMIT,
  EQUAL_EDGE_LIMIT,
  LEAST_SUPPORT,
  ROTATION_APART,
  ROTATION_REACH,
  RUNNER_UP_SHARE,
  SHIFT_APART_SQUARED,
  SHIFT_REACH_SQUARED,
} from "./measures.ts";
import type { PreparedTemplate } from "./prepared.ts";

/**
 * Proposes how a reference lies on the probe. Each pair of equal edges proposes a rotation and a shift; where many
 * agree is a proposal. Agreement is counted pair by pair in order of rotation, which for the hundred or so equal edges
 * of unrelated fingers is cheaper than filling the accumulator of a Hough transform, and has no cell borders.
 */
export class Alignment {
  /** Proposals, best first: support, rotation in whole 256 units, shift of the reference's centroid in probe coordinates. */
  count = 0;
  readonly support = new Float32Array(ALIGNMENT_LIMIT);
  readonly rotation = new Uint8Array(ALIGNMENT_LIMIT);
  readonly shiftX = new Float32Array(ALIGNMENT_LIMIT);
  readonly shiftY = new Float32Array(ALIGNMENT_LIMIT);
  /** Support of the best proposal against the square root of all equal edges, which is what chance gives. */
  prominence = 0;
  readonly #edges = new EqualEdges();
  /** Equal edges in order of rotation; those of the first {@link ROTATION_REACH} units stand once more at the end, a full turn on. */
  #sorted = 0;
  readonly #rotation = new Int16Array(2 * EQUAL_EDGE_LIMIT);
  readonly #shiftX = new Float32Array(2 * EQUAL_EDGE_LIMIT);
  readonly #shiftY = new Float32Array(2 * EQUAL_EDGE_LIMIT);
  readonly #agreeing = new Uint16Array(2 * EQUAL_EDGE_LIMIT);
  /** Where the equal edges of each rotation end; while they are sorted, where the next one goes. */
  readonly #end = new Uint16Array(257);
  /** Sums of the differences in rotation and in shift, and of how many. */
  readonly #mean = new Float64Array(4);
  readonly #candidate = new Uint16Array(CANDIDATE_EDGE_LIMIT);

  propose(table: EdgeTable, reference: PreparedTemplate): void {
    const most = this.#count(table, reference);
    this.#choose(most);
  }

  /** Only {@link prominence}, without proposals. */
  survey(table: EdgeTable, reference: PreparedTemplate): number {
    this.#count(table, reference);
    return this.prominence;
  }

  #count(table: EdgeTable, reference: PreparedTemplate): number {
    this.#edges.find(table, reference);
    this.#sort();
    const most = this.#agree();
    this.prominence = most / (1 + Math.sqrt(this.#edges.count));
    return most;
  }

  /** By counting sort. */
  #sort(): void {
    const { count, rotation, shiftX, shiftY } = this.#edges;
    const sortedRotation = this.#rotation;
    const sortedX = this.#shiftX;
    const sortedY = this.#shiftY;
    const end = this.#end.fill(0);
    for (let edge = 0; edge < count; edge++) end[rotation[edge]! + 1] = end[rotation[edge]! + 1]! + 1;
    let sum = 0;
    for (let unit = 1; unit < 257; unit++) {
      sum += end[unit]!;
      end[unit] = sum;
    }
    for (let edge = 0; edge < count; edge++) {
      const turn = rotation[edge]!;
      const at = end[turn]!;
      end[turn] = at + 1;
      sortedRotation[at] = turn;
      sortedX[at] = shiftX[edge]!;
      sortedY[at] = shiftY[edge]!;
    }
    const repeated = end[ROTATION_REACH]!;
    for (let edge = 0; edge < repeated; edge++) {
      sortedRotation[count + edge] = sortedRotation[edge]! + 256;
      sortedX[count + edge] = sortedX[edge]!;
      sortedY[count + edge] = sortedY[edge]!;
    }
    this.#sorted = count + repeated;
  }

  /** Counts for each equal edge how many others propose nearly the same motion; returns the most. */
  #agree(): number {
    const count = this.#edges.count;
    const rotation = this.#rotation;
    const shiftX = this.#shiftX;
    const shiftY = this.#shiftY;
    const agreeing = this.#agreeing.fill(0, 0, this.#sorted);
    for (let one = 0; one < count; one++) {
      const x = shiftX[one]!;
      const y = shiftY[one]!;
      const end = Math.min(this.#endOf(rotation[one]! + ROTATION_REACH), one + COMPANY_LIMIT);
      let found = agreeing[one]!;
      for (let other = one + 1; other < end; other++) {
        const dx = Math.fround(shiftX[other]! - x);
        const dy = Math.fround(shiftY[other]! - y);
        if (squaredLength(dx, dy) > SHIFT_REACH_SQUARED) continue;
        found++;
        agreeing[other] = agreeing[other]! + 1;
      }
      agreeing[one] = found;
    }
    for (let one = count; one < this.#sorted; one++)
      agreeing[one - count] = agreeing[one - count]! + agreeing[one]!;
    let most = 0;
    for (let one = 0; one < count; one++) if (agreeing[one]! > most) most = agreeing[one]!;
    return most;
  }

  /** Where the equal edges turned by up to so many units end; less than a full turn and {@link ROTATION_REACH}. */
  #endOf(rotation: number): number {
    return rotation < 256 ? this.#end[rotation]! : this.#edges.count + this.#end[rotation - 256]!;
  }

  /** The equal edges with most agreement that are not near one chosen before, each moved to the mean of those that agree with it. */
  #choose(most: number): void {
    this.count = 0;
    const least = Math.max(LEAST_SUPPORT, RUNNER_UP_SHARE * most);
    const agreeing = this.#agreeing;
    const candidate = this.#candidate;
    let candidates = 0;
    for (let edge = 0; edge < this.#edges.count && candidates < CANDIDATE_EDGE_LIMIT; edge++)
      if (agreeing[edge]! >= least) candidate[candidates++] = edge;
    while (this.count < ALIGNMENT_LIMIT) {
      let best = -1;
      let support = 0;
      for (let index = 0; index < candidates; index++) {
        const edge = candidate[index]!;
        if (agreeing[edge]! <= support) continue;
        if (this.#isNearChosen(edge)) {
          agreeing[edge] = 0;
          continue;
        }
        support = agreeing[edge]!;
        best = edge;
      }
      if (best < 0) return;
      this.#settle(best);
      agreeing[best] = 0;
    }
  }

  #isNearChosen(edge: number): boolean {
    for (let chosen = 0; chosen < this.count; chosen++) {
      const turn = ((this.#rotation[edge]! - this.rotation[chosen]! + 128) & 255) - 128;
      if (turn > ROTATION_APART || turn < -ROTATION_APART) continue;
      const dx = Math.fround(this.#shiftX[edge]! - this.shiftX[chosen]!);
      const dy = Math.fround(this.#shiftY[edge]! - this.shiftY[chosen]!);
      if (squaredLength(dx, dy) < SHIFT_APART_SQUARED) return true;
    }
    return false;
  }

  /** Adds the proposal of an equal edge. Those turned like it stand beside it, or beyond a full turn at the other end. */
  #settle(edge: number): void {
    const rotation = this.#rotation[edge]!;
    const mean = this.#mean;
    mean.fill(0);
    const first = rotation - ROTATION_REACH;
    const last = rotation + ROTATION_REACH;
    if (last > 255) this.#addToMean(edge, 0, this.#end[last - 256]!);
    this.#addToMean(edge, first <= 0 ? 0 : this.#end[first - 1]!, this.#end[Math.min(255, last)]!);
    if (first < 0) this.#addToMean(edge, this.#end[first + 255]!, this.#edges.count);
    const at = this.count++;
    const near = mean[3]!;
    this.support[at] = this.#agreeing[edge]!;
    this.rotation[at] = Math.round(rotation + mean[0]! / near);
    this.shiftX[at] = this.#shiftX[edge]! + mean[1]! / near;
    this.shiftY[at] = this.#shiftY[edge]! + mean[2]! / near;
  }

  /** Adds to {@link #mean} how the equal edges from `start` to `end` differ from `edge`, where they agree with it. */
  #addToMean(edge: number, start: number, end: number): void {
    const mean = this.#mean;
    const rotation = this.#rotation[edge]!;
    const x = this.#shiftX[edge]!;
    const y = this.#shiftY[edge]!;
    for (let other = start; other < end; other++) {
      const dx = Math.fround(this.#shiftX[other]! - x);
      const dy = Math.fround(this.#shiftY[other]! - y);
      if (squaredLength(dx, dy) > SHIFT_REACH_SQUARED) continue;
      mean[0] = mean[0]! + (((this.#rotation[other]! - rotation + 128) & 255) - 128);
      mean[1] = mean[1]! + dx;
      mean[2] = mean[2]! + dy;
      mean[3] = mean[3]! + 1;
    }
  }
}
