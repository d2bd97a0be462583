import { CERTAIN, COMPARE_BYTES, STRIP_FIRST } from "../kernel/compare-layout.ts";
import { BEND_WEIGHT } from "./bend-weight.ts";
import { angleBetween, squaredLength } from "./direction.ts";
import {
  BEND_PRIOR,
  BEND_STEP,
  BEND_STEPS,
  CANDIDATE_PAIR_LIMIT,
  COMPARED_LIMIT,
  FINAL_ANGLE,
  FINAL_DISTANCE,
  FIRST_ANGLE,
  FIRST_DISTANCE,
  ROUNDS,
  STRIP,
  STRIPS,
} from "./measures.ts";
import { Motion } from "./motion.ts";
import { Occupancy } from "./occupancy.ts";
import type { PreparedTemplate } from "./prepared.ts";

/** Unpaired. */
export const ALONE = 255;

/**
 * Pairs minutiae of a reference with those of the probe under a proposed motion: greedily by nearness, then after a
 * least-squares refit of the motion, then once more where each minutia is expected where its paired neighbours' mean
 * residual carries it, which follows the elastic distortion of skin without a global model of it.
 */
export class Pairing {
  /** Partner of each reference and each probe minutia, or ALONE. */
  readonly ofReference = new Uint8Array(COMPARED_LIMIT);
  readonly ofProbe = new Uint8Array(COMPARED_LIMIT);
  /** The pairs once more as lists, best first. */
  count = 0;
  readonly theirs = new Uint8Array(COMPARED_LIMIT);
  readonly mine = new Uint8Array(COMPARED_LIMIT);
  /** Residual of each paired reference minutia: squared pixels after bend, absolute angle in 256 units. */
  readonly distanceSquared = new Float32Array(COMPARED_LIMIT);
  readonly angleDifference = new Uint8Array(COMPARED_LIMIT);
  /** Reference minutiae as the rigid motion lays them on the probe, and the same after the bend. */
  readonly rigidX = new Float32Array(COMPARED_LIMIT);
  readonly rigidY = new Float32Array(COMPARED_LIMIT);
  readonly x = new Float32Array(COMPARED_LIMIT);
  readonly y = new Float32Array(COMPARED_LIMIT);
  readonly angle = new Uint8Array(COMPARED_LIMIT);
  /** The refitted motion. */
  readonly motion = new Motion();
  /** Index of the first probe minutia in or right of each strip of the plane; minutiae of a prepared template stand in order of x. */
  readonly #first: Uint8Array;
  /** Says at one look of most unpaired minutiae that they have no candidates. */
  readonly #near: Occupancy;
  readonly #residualX = new Float64Array(COMPARED_LIMIT);
  readonly #residualY = new Float64Array(COMPARED_LIMIT);
  readonly #cost = new Float32Array(CANDIDATE_PAIR_LIMIT);
  readonly #candidate = new Uint16Array(CANDIDATE_PAIR_LIMIT);

  /** What it keeps of the probe lies in the memory of a comparison. */
  constructor(memory: ArrayBuffer = new ArrayBuffer(COMPARE_BYTES)) {
    this.#first = new Uint8Array(memory, STRIP_FIRST, STRIPS + 1);
    this.#near = Occupancy.certain(FIRST_DISTANCE, FIRST_ANGLE, memory, CERTAIN);
  }

  /** Must be called before pairing with a probe. */
  setProbe(probe: PreparedTemplate): void {
    let strip = 0;
    for (let index = 0; index < probe.count; index++) {
      const last = Math.min(STRIPS, Math.floor(probe.x[index]! / STRIP + STRIPS / 2));
      while (strip <= last) this.#first[strip++] = index;
    }
    while (strip <= STRIPS) this.#first[strip++] = probe.count;
    this.#near.fill(probe);
  }

  /** First pass: how many minutiae pair under the proposed motion as it is; the rotation in whole units. */
  pairRigidly(
    probe: PreparedTemplate,
    reference: PreparedTemplate,
    rotation: number,
    shiftX: number,
    shiftY: number,
  ): number {
    this.motion.set(rotation, shiftX, shiftY);
    this.#lay(reference);
    this.#assign(probe, reference, this.rigidX, this.rigidY, FIRST_DISTANCE, FIRST_ANGLE);
    return this.count;
  }

  /** On the pairs of the first pass (at least one): refit, follow the bend, pair anew, twice. */
  pairElastically(probe: PreparedTemplate, reference: PreparedTemplate): void {
    for (let round = 0; round < ROUNDS && this.count > 0; round++) {
      this.motion.fit(probe, reference, this.count, this.theirs, this.mine);
      this.#lay(reference);
      this.#bend(probe, reference);
      this.#assign(probe, reference, this.x, this.y, FINAL_DISTANCE, FINAL_ANGLE);
    }
    this.#measure(probe);
  }

  #lay(reference: PreparedTemplate): void {
    const { cosine, sine, rotation, shiftX, shiftY } = this.motion;
    const { x: referenceX, y: referenceY, angle: referenceAngle, count } = reference;
    const { rigidX, rigidY, angle } = this;
    const turn = Math.round(rotation);
    for (let index = 0; index < count; index++) {
      const x = referenceX[index]!;
      const y = referenceY[index]!;
      rigidX[index] = cosine * x - sine * y + shiftX;
      rigidY[index] = sine * x + cosine * y + shiftY;
      angle[index] = referenceAngle[index]! + turn;
    }
  }

  #assign(
    probe: PreparedTemplate,
    reference: PreparedTemplate,
    laidX: Float32Array,
    laidY: Float32Array,
    distance: number,
    angle: number,
  ): void {
    const found = this.#findCandidates(probe, reference, laidX, laidY, distance, angle);
    const { ofReference, ofProbe } = this;
    const candidate = this.#candidate;
    ofReference.fill(ALONE, 0, reference.count);
    ofProbe.fill(ALONE, 0, probe.count);
    let count = 0;
    for (let index = 0; index < found; index++) {
      const theirs = candidate[index]! >> 8;
      const mine = candidate[index]! & 255;
      if (ofReference[theirs] !== ALONE || ofProbe[mine] !== ALONE) continue;
      ofReference[theirs] = mine;
      ofProbe[mine] = theirs;
      this.theirs[count] = theirs;
      this.mine[count++] = mine;
    }
    this.count = count;
  }

  /** How far the pairs are off, after the last round. */
  #measure(probe: PreparedTemplate): void {
    for (let pair = 0; pair < this.count; pair++) {
      const theirs = this.theirs[pair]!;
      const mine = this.mine[pair]!;
      const dx = probe.x[mine]! - this.x[theirs]!;
      const dy = probe.y[mine]! - this.y[theirs]!;
      this.distanceSquared[theirs] = dx * dx + dy * dy;
      this.angleDifference[theirs] = angleBetween(probe.angle[mine]!, this.angle[theirs]!);
    }
  }

  /** Pairs within tolerance, nearest first, as reference index times 256 plus probe index. */
  #findCandidates(
    probe: PreparedTemplate,
    reference: PreparedTemplate,
    laidX: Float32Array,
    laidY: Float32Array,
    distance: number,
    angle: number,
  ): number {
    const limit = distance * distance;
    const angleWeight = (0.5 * limit) / (angle * angle);
    const { x: probeX, y: probeY, angle: probeAngle, count: probeCount } = probe;
    const near = this.#near;
    const headings = this.angle;
    const minutiae = reference.count;
    let found = 0;
    for (let theirs = 0; theirs < minutiae; theirs++) {
      const x = laidX[theirs]!;
      const y = laidY[theirs]!;
      const heading = headings[theirs]!;
      if (!near.mayPair(x, y, heading)) continue;
      for (let mine = this.#firstFrom(x - distance); mine < probeCount; mine++) {
        const dx = Math.fround(probeX[mine]! - x);
        if (dx > distance) break;
        const squared = squaredLength(dx, Math.fround(probeY[mine]! - y));
        if (squared > limit) continue;
        const turn = angleBetween(probeAngle[mine]!, heading);
        if (turn > angle || found === CANDIDATE_PAIR_LIMIT) continue;
        this.#insert(found++, Math.fround(squared + angleWeight * turn * turn), (theirs << 8) | mine);
      }
    }
    return found;
  }

  /** Puts a candidate after those of the `count` before it that cost no more. */
  #insert(count: number, price: number, entry: number): void {
    const cost = this.#cost;
    const candidate = this.#candidate;
    let slot = count;
    for (; slot > 0 && cost[slot - 1]! > price; slot--) {
      cost[slot] = cost[slot - 1]!;
      candidate[slot] = candidate[slot - 1]!;
    }
    cost[slot] = price;
    candidate[slot] = entry;
  }

  /** Moves each laid minutia by its neighbours' mean residual, its own pair left out so that it cannot pull itself. */
  #bend(probe: PreparedTemplate, reference: PreparedTemplate): void {
    const { count, theirs, mine, rigidX, rigidY, x, y } = this;
    const residualX = this.#residualX;
    const residualY = this.#residualY;
    for (let pair = 0; pair < count; pair++) {
      residualX[pair] = Math.fround(probe.x[mine[pair]!]! - rigidX[theirs[pair]!]!);
      residualY[pair] = Math.fround(probe.y[mine[pair]!]! - rigidY[theirs[pair]!]!);
    }
    const { x: referenceX, y: referenceY, count: minutiae } = reference;
    for (let index = 0; index < minutiae; index++) {
      const atX = referenceX[index]!;
      const atY = referenceY[index]!;
      let sumX = 0;
      let sumY = 0;
      let weights = BEND_PRIOR;
      for (let pair = 0; pair < count; pair++) {
        const other = theirs[pair]!;
        if (other === index) continue;
        const dx = Math.fround(referenceX[other]! - atX);
        const dy = Math.fround(referenceY[other]! - atY);
        const step = (squaredLength(dx, dy) / BEND_STEP) | 0;
        const weight = BEND_WEIGHT[Math.min(BEND_STEPS, step)]!;
        sumX += weight * residualX[pair]!;
        sumY += weight * residualY[pair]!;
        weights += weight;
      }
      x[index] = rigidX[index]! + sumX / weights;
      y[index] = rigidY[index]! + sumY / weights;
    }
  }

  /** Index of the first probe minutia in or right of the strip in which `x` lies. */
  #firstFrom(x: number): number {
    const strip = x / STRIP + STRIPS / 2;
    return strip < 0 ? 0 : strip >= STRIPS ? this.#first[STRIPS]! : this.#first[strip | 0]!;
  }
}
