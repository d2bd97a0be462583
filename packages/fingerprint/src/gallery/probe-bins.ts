import type { PreparedTemplate } from "../match/prepared.ts";
import {
  ANGLE_STEP,
  ANGLE_STEPS,
  angleStep,
  anglesKey,
  hashOf,
  longestSide,
  Reading,
  SECTOR_BITS,
  SIDE_STEP,
  SIDE_STEPS,
  sideStep,
  sidesKey,
} from "./triangle-bins.ts";
import { Triangles } from "./triangles.ts";

/**
 * Neighbours joined by a probe, as many as in the gallery, and one more where the probe has few minutiae: it finds more
 * people then, while of others it only reads a third more postings.
 */
const NEIGHBOURS = 5;
const NEIGHBOURS_OF_FEW = 6;
/** A probe's triangle is read from each side that may be the longest in another impression, pixels. */
const NEARLY_LONGEST = 5;
/** Spread of a side (pixels) and of a direction (256 units) between two impressions of one finger. */
const SIDE_SPREAD = 2.6;
const ANGLE_SPREAD = 6;
/** A step that holds less than this share of a measure's spread is not looked at, nor a bin with less than the second. */
const LEAST_STEP_SHARE = 0.08;
const LEAST_BIN_SHARE = 0.03;
/** Share of a finger's triangles that another impression shows too. */
const SEEN_AGAIN = 0.2;
/** Weights are in half nats; a hit that says less is not counted, where there are many fingers, for speed. */
const WEIGHT_UNITS = 2;
const LEAST_WEIGHT_MANY = 4;
const LEAST_WEIGHT_FEW = 2;
const MANY_FINGERS = 20_000;
const WEIGHT_LIMIT = 15;
const CAPACITY = 1 << 17;

/**
 * The bins in which triangles of a probe finger may stand in the gallery, each with what a hit there is worth: the log
 * of how much more often fingers hit that bin when they are the same than when they are not. Bins where everybody hits
 * are left out.
 */
export class ProbeBins {
  count = 0;
  readonly bin = new Uint32Array(CAPACITY);
  /** Sector of the probe's triangle, in the upper bits of a posting. */
  readonly turn = new Uint16Array(CAPACITY);
  /** Half nats. */
  readonly weight = new Uint8Array(CAPACITY);
  /** Weight that an unrelated finger is expected to collect, over all rotations. */
  expected = 0;
  #leastGain = 0;
  readonly #triangles = new Triangles();
  readonly #reading = new Reading();
  /** For each of the six measures up to three steps, their shares, and how many. */
  readonly #step = new Uint8Array(18);
  readonly #share = new Float32Array(18);
  readonly #steps = new Uint8Array(6);

  /**
   * @param frequency how many triangles of the gallery's fingers of this position stand in each bin
   * @param fingers how many fingers those are
   * @param isSparse whether the probe has few minutiae for an impression
   */
  find(probe: PreparedTemplate, frequency: Float32Array, fingers: number, isSparse: boolean): void {
    this.count = 0;
    this.expected = 0;
    const least = fingers < MANY_FINGERS ? LEAST_WEIGHT_FEW : LEAST_WEIGHT_MANY;
    this.#leastGain = Math.exp((least - 0.5) / WEIGHT_UNITS) - 1;
    const triangles = this.#triangles;
    triangles.find(probe, isSparse ? NEIGHBOURS_OF_FEW : NEIGHBOURS);
    for (let triangle = 0; triangle < triangles.count; triangle++) {
      const longest = triangles.side[3 * triangle + longestSide(triangles, triangle)]!;
      for (let first = 0; first < 3; first++) {
        if (triangles.side[3 * triangle + first]! < longest - NEARLY_LONGEST) continue;
        this.#reading.take(probe, triangles, triangle, first);
        this.#spread();
        this.#combine(frequency, fingers);
      }
    }
  }

  /** The steps that each measure of the reading may fall into. */
  #spread(): void {
    const { side, angle } = this.#reading;
    for (let measure = 0; measure < 3; measure++) {
      const step = sideStep(side[measure]!);
      const part = Math.min(SHARE_PARTS - 1, ((side[measure]! / SIDE_STEP - step) * SHARE_PARTS) | 0);
      this.#take(measure, step, 3 * part, SIDE_SHARES, SIDE_STEPS, false);
    }
    for (let measure = 0; measure < 3; measure++) {
      const step = angleStep(angle[measure]!);
      const part = Math.min(SHARE_PARTS - 1, ((angle[measure]! / ANGLE_STEP - step) * SHARE_PARTS) | 0);
      this.#take(3 + measure, step, 3 * part, ANGLE_SHARES, ANGLE_STEPS, true);
    }
  }

  #take(
    measure: number,
    step: number,
    row: number,
    shares: Float32Array,
    steps: number,
    circular: boolean,
  ): void {
    let found = 0;
    for (let next = 0; next < 3; next++) {
      const share = shares[row + next]!;
      if (share < LEAST_STEP_SHARE) continue;
      let at = step + next - 1;
      if (circular) at = at < 0 ? at + steps : at >= steps ? at - steps : at;
      else if (at < 0 || at >= steps) continue;
      this.#step[3 * measure + found] = at;
      this.#share[3 * measure + found++] = share;
    }
    this.#steps[measure] = found;
  }

  #combine(frequency: Float32Array, fingers: number): void {
    const step = this.#step;
    const share = this.#share;
    const steps = this.#steps;
    for (let a = 0; a < steps[0]!; a++)
      for (let b = 3; b < 3 + steps[1]!; b++)
        for (let c = 6; c < 6 + steps[2]!; c++) {
          const sides = share[a]! * share[b]! * share[c]!;
          if (sides < LEAST_BIN_SHARE) continue;
          const key = sidesKey(step[a]!, step[b]!, step[c]!);
          for (let d = 9; d < 9 + steps[3]!; d++) {
            const one = sides * share[d]!;
            if (one < LEAST_BIN_SHARE) continue;
            for (let e = 12; e < 12 + steps[4]!; e++) {
              const two = one * share[e]!;
              if (two < LEAST_BIN_SHARE) continue;
              for (let f = 15; f < 15 + steps[5]!; f++) {
                const whole = two * share[f]!;
                if (whole < LEAST_BIN_SHARE) continue;
                this.#keep(hashOf(key, anglesKey(step[d]!, step[e]!, step[f]!)), whole, frequency, fingers);
              }
            }
          }
        }
  }

  #keep(bin: number, share: number, frequency: Float32Array, fingers: number): void {
    const chance = (frequency[bin]! + 0.5) / (CHANCE_WINDOWS * fingers);
    const gain = (SEEN_AGAIN * share) / chance;
    if (gain < this.#leastGain || this.count === CAPACITY) return;
    const weight = Math.min(WEIGHT_LIMIT, Math.round(WEIGHT_UNITS * Math.log(1 + gain)));
    const at = this.count++;
    this.bin[at] = bin;
    this.turn[at] = (this.#reading.direction >> (8 - SECTOR_BITS)) << (16 - SECTOR_BITS);
    this.weight[at] = weight;
    this.expected += (weight * frequency[bin]!) / fingers;
  }
}

/** Of all rotations by which an unrelated triangle may be turned, one in so many counts for the same motion. */
const CHANCE_WINDOWS = 4;

/** A measure's place within its step is told apart in so many parts. */
const SHARE_PARTS = 32;
const SIDE_SHARES = sharesOf(SIDE_STEP / SIDE_SPREAD);
const ANGLE_SHARES = sharesOf(ANGLE_STEP / ANGLE_SPREAD);

/** Shares of a normal spread about a place that fall into the step before, the same and the next; by place. */
function sharesOf(spreadsAStep: number): Float32Array {
  const shares = new Float32Array(3 * SHARE_PARTS);
  // Logistic approximation of the normal distribution, off by 0.01 at most (S. Bowling et al., JIEM 2(1), 2009, without the cubic term).
  const below = (spreads: number): number => 1 / (1 + Math.exp(-1.702 * spreads));
  for (let part = 0; part < SHARE_PARTS; part++) {
    const place = (part + 0.5) / SHARE_PARTS;
    for (let next = 0; next < 3; next++)
      shares[3 * part + next] =
        below((next - place) * spreadsAStep) - below((next - 1 - place) * spreadsAStep);
  }
  return shares;
}
