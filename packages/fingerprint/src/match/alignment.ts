import type { EdgeTable } from "./edge-table.ts";
import { EQUAL_EDGE_LIMIT, EqualEdges } from "./equal-edges.ts";
import type { PreparedTemplate } from "./prepared.ts";

/** Motions nearer than this support each other: 256 units of rotation, pixels of shift. */
const ROTATION_REACH = 10;
const SHIFT_REACH = 26;
const SHIFT_REACH_SQUARED = SHIFT_REACH * SHIFT_REACH;
/** An equal edge is compared with so many others of like rotation at most: the many of one finger agree anyway. */
const COMPANY_LIMIT = 48;
/** Proposals are farther apart than this, in rotation or in shift. */
const ROTATION_APART = 14;
const SHIFT_APART_SQUARED = 36 * 36;

const CANDIDATE_LIMIT = 512;
const ALIGNMENT_LIMIT = 6;
/** Alignments with less support than this share of the best are not tried. */
const RUNNER_UP_SHARE = 0.5;
/** Equal edges that must agree on a motion besides the one that proposes it. */
const LEAST_SUPPORT = 1;

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
  /** Scratch: places of the counting sort, then candidates. */
  readonly #place = new Uint16Array(Math.max(257, CANDIDATE_LIMIT));

  propose(probe: PreparedTemplate, table: EdgeTable, reference: PreparedTemplate): void {
    const most = this.#count(probe, table, reference);
    this.#choose(most);
  }

  /** Only {@link prominence}, without proposals. */
  survey(probe: PreparedTemplate, table: EdgeTable, reference: PreparedTemplate): number {
    this.#count(probe, table, reference);
    return this.prominence;
  }

  #count(probe: PreparedTemplate, table: EdgeTable, reference: PreparedTemplate): number {
    this.#edges.find(probe, table, reference);
    this.#sort();
    const most = this.#agree();
    this.prominence = most / (1 + Math.sqrt(this.#edges.count));
    return most;
  }

  /** By counting sort. */
  #sort(): void {
    const { count, rotation, shiftX, shiftY } = this.#edges;
    const place = this.#place.fill(0, 0, 257);
    for (let edge = 0; edge < count; edge++) place[rotation[edge]! + 1] = place[rotation[edge]! + 1]! + 1;
    for (let unit = 0; unit < 256; unit++) place[unit + 1] = place[unit + 1]! + place[unit]!;
    const repeated = place[ROTATION_REACH + 1]!;
    for (let edge = 0; edge < count; edge++) {
      const at = place[rotation[edge]!]!;
      place[rotation[edge]!] = at + 1;
      this.#rotation[at] = rotation[edge]!;
      this.#shiftX[at] = shiftX[edge]!;
      this.#shiftY[at] = shiftY[edge]!;
    }
    for (let edge = 0; edge < repeated; edge++) {
      this.#rotation[count + edge] = this.#rotation[edge]! + 256;
      this.#shiftX[count + edge] = this.#shiftX[edge]!;
      this.#shiftY[count + edge] = this.#shiftY[edge]!;
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
      const last = rotation[one]! + ROTATION_REACH;
      const x = shiftX[one]!;
      const y = shiftY[one]!;
      const end = Math.min(this.#sorted, one + COMPANY_LIMIT);
      for (let other = one + 1; other < end && rotation[other]! <= last; other++) {
        const dx = shiftX[other]! - x;
        const dy = shiftY[other]! - y;
        if (dx * dx + dy * dy > SHIFT_REACH_SQUARED) continue;
        agreeing[one] = agreeing[one]! + 1;
        agreeing[other] = agreeing[other]! + 1;
      }
    }
    for (let one = count; one < this.#sorted; one++)
      agreeing[one - count] = agreeing[one - count]! + agreeing[one]!;
    let most = 0;
    for (let one = 0; one < count; one++) if (agreeing[one]! > most) most = agreeing[one]!;
    return most;
  }

  /** The equal edges with most agreement that are not near one chosen before, each moved to the mean of those that agree with it. */
  #choose(most: number): void {
    this.count = 0;
    const least = Math.max(LEAST_SUPPORT, RUNNER_UP_SHARE * most);
    const agreeing = this.#agreeing;
    const candidate = this.#place;
    let candidates = 0;
    for (let edge = 0; edge < this.#edges.count && candidates < CANDIDATE_LIMIT; edge++)
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
      const dx = this.#shiftX[edge]! - this.shiftX[chosen]!;
      const dy = this.#shiftY[edge]! - this.shiftY[chosen]!;
      if (dx * dx + dy * dy < SHIFT_APART_SQUARED) return true;
    }
    return false;
  }

  #settle(edge: number): void {
    const rotation = this.#rotation[edge]!;
    const x = this.#shiftX[edge]!;
    const y = this.#shiftY[edge]!;
    let sumRotation = 0;
    let sumX = 0;
    let sumY = 0;
    let near = 0;
    for (let other = 0; other < this.#edges.count; other++) {
      const turn = ((this.#rotation[other]! - rotation + 128) & 255) - 128;
      if (turn > ROTATION_REACH || turn < -ROTATION_REACH) continue;
      const dx = this.#shiftX[other]! - x;
      const dy = this.#shiftY[other]! - y;
      if (dx * dx + dy * dy > SHIFT_REACH_SQUARED) continue;
      sumRotation += turn;
      sumX += dx;
      sumY += dy;
      near++;
    }
    const at = this.count++;
    this.support[at] = this.#agreeing[edge]!;
    this.rotation[at] = Math.round(rotation + sumRotation / near);
    this.shiftX[at] = x + sumX / near;
    this.shiftY[at] = y + sumY / near;
  }
}
