import { COMPARED_LIMIT, type PreparedTemplate } from "./prepared.ts";

/** Unpaired. */
export const ALONE = 255;

const CANDIDATE_LIMIT = 1024;
/** How far a pair may be off after the rigid alignment, and after following the skin's distortion. */
const FIRST_DISTANCE = 22;
const FIRST_ANGLE = 32;
const FINAL_DISTANCE = 15;
const FINAL_ANGLE = 22;
/** A neighbouring pair's residual counts half at this distance in pixels. */
const BEND_REACH = 60;
/** Weight of "no bend": how many near pairs it takes to believe one. */
const BEND_PRIOR = 0.7;

/**
 * Pairs minutiae of a reference with those of the probe under a proposed motion: greedily by nearness, then after a
 * least-squares refit of the motion, then once more where each minutia is expected where its paired neighbours' mean
 * residual carries it, which follows the elastic distortion of skin without a global model of it.
 */
export class Pairing {
  /** Partner of each reference and each probe minutia, or ALONE. */
  readonly ofReference = new Uint8Array(COMPARED_LIMIT);
  readonly ofProbe = new Uint8Array(COMPARED_LIMIT);
  count = 0;
  /** Residual of each paired reference minutia: squared pixels after bend, absolute angle in 256 units. */
  readonly distanceSquared = new Float32Array(COMPARED_LIMIT);
  readonly angleDifference = new Uint8Array(COMPARED_LIMIT);
  /** Reference minutiae as they lie on the probe. */
  readonly x = new Float32Array(COMPARED_LIMIT);
  readonly y = new Float32Array(COMPARED_LIMIT);
  readonly angle = new Uint8Array(COMPARED_LIMIT);
  /** The refitted motion. */
  rotation = 0;
  shiftX = 0;
  shiftY = 0;
  readonly #residualX = new Float32Array(COMPARED_LIMIT);
  readonly #residualY = new Float32Array(COMPARED_LIMIT);
  readonly #cost = new Float32Array(CANDIDATE_LIMIT);
  readonly #candidate = new Uint16Array(CANDIDATE_LIMIT);

  /** First pass: how many minutiae pair under the proposed motion as it is. */
  pairRigidly(
    probe: PreparedTemplate,
    reference: PreparedTemplate,
    rotation: number,
    shiftX: number,
    shiftY: number,
  ): number {
    this.rotation = rotation;
    this.shiftX = shiftX;
    this.shiftY = shiftY;
    this.#lay(reference);
    this.#assign(probe, reference, FIRST_DISTANCE, FIRST_ANGLE);
    return this.count;
  }

  /** Second pass, on the pairs of the first (at least 3): refit, follow the bend, pair anew. */
  pairElastically(probe: PreparedTemplate, reference: PreparedTemplate): void {
    this.#refit(probe, reference);
    this.#lay(reference);
    this.#bend(probe, reference);
    this.#assign(probe, reference, FINAL_DISTANCE, FINAL_ANGLE);
  }

  #lay(reference: PreparedTemplate): void {
    const radians = (this.rotation * Math.PI) / 128;
    const cosine = Math.cos(radians);
    const sine = Math.sin(radians);
    const turn = Math.round(this.rotation);
    for (let index = 0; index < reference.count; index++) {
      const x = reference.x[index]!;
      const y = reference.y[index]!;
      this.x[index] = cosine * x - sine * y + this.shiftX;
      this.y[index] = sine * x + cosine * y + this.shiftY;
      this.angle[index] = reference.angle[index]! + turn;
    }
  }

  #assign(probe: PreparedTemplate, reference: PreparedTemplate, distance: number, angle: number): void {
    const found = this.#findCandidates(probe, reference, distance, angle);
    this.ofReference.fill(ALONE, 0, reference.count);
    this.ofProbe.fill(ALONE, 0, probe.count);
    this.count = 0;
    for (let index = 0; index < found; index++) {
      const theirs = this.#candidate[index]! >> 8;
      const mine = this.#candidate[index]! & 255;
      if (this.ofReference[theirs] !== ALONE || this.ofProbe[mine] !== ALONE) continue;
      this.ofReference[theirs] = mine;
      this.ofProbe[mine] = theirs;
      this.count++;
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
    distance: number,
    angle: number,
  ): number {
    const limit = distance * distance;
    const angleWeight = (0.5 * limit) / (angle * angle);
    const cost = this.#cost;
    const candidate = this.#candidate;
    let found = 0;
    for (let theirs = 0; theirs < reference.count; theirs++) {
      const x = this.x[theirs]!;
      const y = this.y[theirs]!;
      for (let mine = firstFrom(probe, x - distance); mine < probe.count; mine++) {
        const dx = probe.x[mine]! - x;
        if (dx > distance) break;
        const dy = probe.y[mine]! - y;
        const squared = dx * dx + dy * dy;
        if (squared > limit) continue;
        const turn = angleBetween(probe.angle[mine]!, this.angle[theirs]!);
        if (turn > angle || found === CANDIDATE_LIMIT) continue;
        const price = squared + angleWeight * turn * turn;
        let slot = found++;
        while (slot > 0 && cost[slot - 1]! > price) {
          cost[slot] = cost[slot - 1]!;
          candidate[slot] = candidate[slot - 1]!;
          slot--;
        }
        cost[slot] = price;
        candidate[slot] = (theirs << 8) | mine;
      }
    }
    return found;
  }

  /** The rigid motion with least squared residuals over the pairs. */
  #refit(probe: PreparedTemplate, reference: PreparedTemplate): void {
    let meanPx = 0;
    let meanPy = 0;
    let meanRx = 0;
    let meanRy = 0;
    for (let theirs = 0; theirs < reference.count; theirs++) {
      const mine = this.ofReference[theirs]!;
      if (mine === ALONE) continue;
      meanPx += probe.x[mine]!;
      meanPy += probe.y[mine]!;
      meanRx += reference.x[theirs]!;
      meanRy += reference.y[theirs]!;
    }
    meanPx /= this.count;
    meanPy /= this.count;
    meanRx /= this.count;
    meanRy /= this.count;
    let along = 0;
    let across = 0;
    for (let theirs = 0; theirs < reference.count; theirs++) {
      const mine = this.ofReference[theirs]!;
      if (mine === ALONE) continue;
      const px = probe.x[mine]! - meanPx;
      const py = probe.y[mine]! - meanPy;
      const rx = reference.x[theirs]! - meanRx;
      const ry = reference.y[theirs]! - meanRy;
      along += rx * px + ry * py;
      across += rx * py - ry * px;
    }
    const radians = Math.atan2(across, along);
    const cosine = Math.cos(radians);
    const sine = Math.sin(radians);
    this.rotation = ((((radians * 128) / Math.PI) % 256) + 256) % 256;
    this.shiftX = meanPx - (cosine * meanRx - sine * meanRy);
    this.shiftY = meanPy - (sine * meanRx + cosine * meanRy);
  }

  /** Moves each laid minutia by its neighbours' mean residual, its own pair left out so that it cannot pull itself. */
  #bend(probe: PreparedTemplate, reference: PreparedTemplate): void {
    for (let theirs = 0; theirs < reference.count; theirs++) {
      const mine = this.ofReference[theirs]!;
      if (mine === ALONE) continue;
      this.#residualX[theirs] = probe.x[mine]! - this.x[theirs]!;
      this.#residualY[theirs] = probe.y[mine]! - this.y[theirs]!;
    }
    for (let theirs = 0; theirs < reference.count; theirs++) {
      let sumX = 0;
      let sumY = 0;
      let weights = BEND_PRIOR;
      for (let other = 0; other < reference.count; other++) {
        if (other === theirs || this.ofReference[other] === ALONE) continue;
        const dx = reference.x[other]! - reference.x[theirs]!;
        const dy = reference.y[other]! - reference.y[theirs]!;
        const nearness = (dx * dx + dy * dy) / (BEND_REACH * BEND_REACH);
        const weight = 1 / (1 + nearness * nearness);
        sumX += weight * this.#residualX[other]!;
        sumY += weight * this.#residualY[other]!;
        weights += weight;
      }
      // All residuals are taken before any minutia moves, so the order of minutiae does not matter.
      this.x[theirs] = this.x[theirs]! + sumX / weights;
      this.y[theirs] = this.y[theirs]! + sumY / weights;
    }
  }
}

function angleBetween(one: number, other: number): number {
  const turn = (one - other) & 255;
  return turn > 128 ? 256 - turn : turn;
}

/** Index of the first minutia at or right of `x`; minutiae of a prepared template stand in order of x. */
function firstFrom(probe: PreparedTemplate, x: number): number {
  let low = 0;
  let high = probe.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (probe.x[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
