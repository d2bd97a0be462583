import type { EdgeTable } from "./edge-table.ts";
import type { PreparedTemplate } from "./prepared.ts";

/** How far equal edges may differ: pixels (and share of length), and 256 units of angle. */
const LENGTH_TOLERANCE = 5;
const LENGTH_TOLERANCE_SHARE = 0.06;
const ANGLE_TOLERANCE = 14;

/** Accumulator: rotation in steps of 11.25 degrees, shift in steps of 20 px within ±400 px; each edge pair votes in the two nearest cells of each. */
const ROTATION_CELLS = 32;
const SHIFT_STEP = 20;
const SHIFT_CELLS = 40;
const SHIFT_REACH = (SHIFT_STEP * SHIFT_CELLS) / 2;
const CELLS = ROTATION_CELLS * SHIFT_CELLS * SHIFT_CELLS;

const HIT_LIMIT = 4096;
const PEAK_CANDIDATES = 512;
const ALIGNMENT_LIMIT = 3;
/** Alignments with fewer votes than this share of the best are not tried. */
const RUNNER_UP_SHARE = 0.6;
const LEAST_VOTES = 3;
/**
 * Unrelated fingers of many edges reach many votes by chance; a peak below this multiple of the square root of all
 * equal edges is not worth pairing. Half of all comparisons of different fingers end here.
 */
const LEAST_PEAK = 0.5;

const COSINE = Float32Array.from({ length: 256 }, (_, unit) => Math.cos((unit * Math.PI) / 128));
const SINE = Float32Array.from({ length: 256 }, (_, unit) => Math.sin((unit * Math.PI) / 128));

/**
 * Proposes how a reference lies on the probe: equal edges vote for a rotation and shift (a generalised Hough
 * transform over rigid motions), and the densest places of that space are the proposals. Everything lives in arrays
 * made once.
 */
export class Alignment {
  /** Proposals, best first: votes, rotation in 256 units, shift of the reference's centroid in probe coordinates. */
  count = 0;
  readonly votes = new Float32Array(ALIGNMENT_LIMIT);
  readonly rotation = new Float32Array(ALIGNMENT_LIMIT);
  readonly shiftX = new Float32Array(ALIGNMENT_LIMIT);
  readonly shiftY = new Float32Array(ALIGNMENT_LIMIT);
  /** Votes of the best proposal against the square root of all equal edges. */
  prominence = 0;
  /** Equal edges: ends in probe and reference, and the motion they propose. */
  hits = 0;
  readonly hitProbeFrom = new Uint8Array(HIT_LIMIT);
  readonly hitProbeTo = new Uint8Array(HIT_LIMIT);
  readonly hitReferenceFrom = new Uint8Array(HIT_LIMIT);
  readonly hitReferenceTo = new Uint8Array(HIT_LIMIT);
  readonly hitRotation = new Uint8Array(HIT_LIMIT);
  readonly hitX = new Float32Array(HIT_LIMIT);
  readonly hitY = new Float32Array(HIT_LIMIT);
  readonly #cells = new Uint16Array(CELLS);
  readonly #touched = new Uint32Array(HIT_LIMIT * 8);
  #touchedCount = 0;
  #most = 0;
  readonly #candidate = new Uint32Array(PEAK_CANDIDATES);

  propose(probe: PreparedTemplate, table: EdgeTable, reference: PreparedTemplate): void {
    this.#collect(probe, table, reference);
    this.#vote();
    this.#peaks();
    this.#clear();
  }

  /** Only {@link prominence}, without proposals. */
  survey(probe: PreparedTemplate, table: EdgeTable, reference: PreparedTemplate): number {
    this.#collect(probe, table, reference);
    this.#vote();
    this.#clear();
    return this.prominence;
  }

  #collect(probe: PreparedTemplate, table: EdgeTable, reference: PreparedTemplate): void {
    const { start, entry } = table;
    const ours = probe.edges;
    const theirs = reference.edges;
    let hits = 0;
    for (let edge = 0; edge < theirs.count; edge++) {
      const bin = theirs.bin[edge]!;
      const end = start[bin + 1]!;
      if (start[bin] === end) continue;
      const length = theirs.length[edge]!;
      const tolerance = LENGTH_TOLERANCE + LENGTH_TOLERANCE_SHARE * length;
      const fromAngle = theirs.fromAngle[edge]!;
      const toAngle = theirs.toAngle[edge]!;
      const from = theirs.from[edge]!;
      const to = theirs.to[edge]!;
      const middleX = 0.5 * (reference.x[from]! + reference.x[to]!);
      const middleY = 0.5 * (reference.y[from]! + reference.y[to]!);
      for (let slot = start[bin]!; slot < end; slot++) {
        const mine = entry[slot]! >> 1;
        const turned = entry[slot]! & 1;
        const difference = ours.length[mine]! - length;
        if (difference > tolerance || difference < -tolerance) continue;
        const first = turned === 0 ? ours.fromAngle[mine]! : ours.toAngle[mine]!;
        const second = turned === 0 ? ours.toAngle[mine]! : ours.fromAngle[mine]!;
        if (((first - fromAngle + ANGLE_TOLERANCE) & 255) > 2 * ANGLE_TOLERANCE) continue;
        if (((second - toAngle + ANGLE_TOLERANCE) & 255) > 2 * ANGLE_TOLERANCE) continue;
        if (hits === HIT_LIMIT) break;
        const mineFrom = ours.from[mine]!;
        const mineTo = ours.to[mine]!;
        const rotation = (ours.direction[mine]! + turned * 128 - theirs.direction[edge]!) & 255;
        const cosine = COSINE[rotation]!;
        const sine = SINE[rotation]!;
        this.hitProbeFrom[hits] = turned === 0 ? mineFrom : mineTo;
        this.hitProbeTo[hits] = turned === 0 ? mineTo : mineFrom;
        this.hitReferenceFrom[hits] = from;
        this.hitReferenceTo[hits] = to;
        this.hitRotation[hits] = rotation;
        this.hitX[hits] = 0.5 * (probe.x[mineFrom]! + probe.x[mineTo]!) - (cosine * middleX - sine * middleY);
        this.hitY[hits] = 0.5 * (probe.y[mineFrom]! + probe.y[mineTo]!) - (sine * middleX + cosine * middleY);
        hits++;
      }
    }
    this.hits = hits;
  }

  #vote(): void {
    let touched = 0;
    let most = 0;
    const cells = this.#cells;
    for (let hit = 0; hit < this.hits; hit++) {
      const x = (this.hitX[hit]! + SHIFT_REACH) / SHIFT_STEP;
      const y = (this.hitY[hit]! + SHIFT_REACH) / SHIFT_STEP;
      if (x < 1 || y < 1 || x >= SHIFT_CELLS - 1 || y >= SHIFT_CELLS - 1) continue;
      const rotation = this.hitRotation[hit]!;
      const rotationCell = rotation >> 3;
      const rotationNext = ((rotation & 7) >= 4 ? rotationCell + 1 : rotationCell - 1) & (ROTATION_CELLS - 1);
      const xCell = x | 0;
      const xNext = x - xCell >= 0.5 ? xCell + 1 : xCell - 1;
      const yCell = y | 0;
      const yNext = y - yCell >= 0.5 ? yCell + 1 : yCell - 1;
      for (let corner = 0; corner < 8; corner++) {
        const cell =
          ((corner & 1 ? rotationNext : rotationCell) * SHIFT_CELLS + (corner & 2 ? xNext : xCell)) *
            SHIFT_CELLS +
          (corner & 4 ? yNext : yCell);
        if (cells[cell] === 0) this.#touched[touched++] = cell;
        const votes = cells[cell]! + 1;
        cells[cell] = votes;
        if (votes > most) most = votes;
      }
    }
    this.#touchedCount = touched;
    this.#most = most;
    this.prominence = most / (1 + Math.sqrt(this.hits));
  }

  /** The fullest cells that are no neighbours of a fuller one. */
  #peaks(): void {
    this.count = 0;
    if (this.#most < LEAST_VOTES || this.prominence < LEAST_PEAK) return;
    const least = Math.max(LEAST_VOTES, RUNNER_UP_SHARE * this.#most);
    let candidates = 0;
    for (let index = 0; index < this.#touchedCount; index++) {
      const cell = this.#touched[index]!;
      if (this.#cells[cell]! >= least && candidates < PEAK_CANDIDATES) this.#candidate[candidates++] = cell;
    }
    while (this.count < ALIGNMENT_LIMIT) {
      let best = -1;
      let most = 0;
      for (let index = 0; index < candidates; index++) {
        const cell = this.#candidate[index]!;
        const votes = this.#cells[cell]!;
        if (votes > most && !this.#isNearPeak(cell)) {
          most = votes;
          best = cell;
        }
      }
      if (best < 0) return;
      this.#refine(best, most);
    }
  }

  #isNearPeak(cell: number): boolean {
    for (let peak = 0; peak < this.count; peak++) {
      const turn = Math.abs(((Math.round(cellRotation(cell) - this.rotation[peak]!) + 128) & 255) - 128);
      if (
        turn < 16 &&
        Math.abs(cellX(cell) - this.shiftX[peak]!) < 2 * SHIFT_STEP &&
        Math.abs(cellY(cell) - this.shiftY[peak]!) < 2 * SHIFT_STEP
      ) {
        return true;
      }
    }
    return false;
  }

  /** The mean motion of the edge pairs near a cell. */
  #refine(cell: number, votes: number): void {
    const rotation = cellRotation(cell);
    const x = cellX(cell);
    const y = cellY(cell);
    let sumRotation = 0;
    let sumX = 0;
    let sumY = 0;
    let near = 0;
    for (let hit = 0; hit < this.hits; hit++) {
      const turn = ((this.hitRotation[hit]! - rotation + 128) & 255) - 128;
      if (turn > 12 || turn < -12) continue;
      const dx = this.hitX[hit]! - x;
      const dy = this.hitY[hit]! - y;
      if (dx > 30 || dx < -30 || dy > 30 || dy < -30) continue;
      sumRotation += turn;
      sumX += dx;
      sumY += dy;
      near++;
    }
    if (near === 0) near = 1;
    const at = this.count++;
    this.votes[at] = votes;
    this.rotation[at] = (rotation + sumRotation / near + 256) % 256;
    this.shiftX[at] = x + sumX / near;
    this.shiftY[at] = y + sumY / near;
  }

  #clear(): void {
    for (let index = 0; index < this.#touchedCount; index++) this.#cells[this.#touched[index]!] = 0;
    this.#touchedCount = 0;
  }
}

function cellRotation(cell: number): number {
  return ((cell / (SHIFT_CELLS * SHIFT_CELLS)) | 0) * 8 + 4;
}

function cellX(cell: number): number {
  return (((cell / SHIFT_CELLS) | 0) % SHIFT_CELLS) * SHIFT_STEP + SHIFT_STEP / 2 - SHIFT_REACH;
}

function cellY(cell: number): number {
  return (cell % SHIFT_CELLS) * SHIFT_STEP + SHIFT_STEP / 2 - SHIFT_REACH;
}
