import { createHash } from "node:crypto";
import { Stream } from "../set/stream.ts";

/** Minutiae of one impression: pixels at 500 dpi, y down; angles in units of 360/256 degrees, counter-clockwise. */
export interface Minutiae {
  readonly count: number;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly angle: ArrayLike<number>;
}

const RADIUS = 150;
const LENGTHS = 12;
const ANGLES = 16;
const CELLS = LENGTHS * ANGLES * ANGLES;

/** Average and spread of histograms, by which codes are told: a public parameter that both nodes take from prints of nobody. */
export interface Centre {
  readonly mean: Float32Array;
  readonly spread: Float32Array;
}

/** Keeps a cell in which no print has anything from counting without bound. */
const LEAST_SPREAD = 1e-3;

export function centreOf(prints: readonly Minutiae[]): Centre {
  const histograms = prints.map(pairHistogram);
  const average = (of: (histogram: Float32Array, cell: number) => number) =>
    Float32Array.from({ length: CELLS }, (_, cell) => {
      let sum = 0;
      for (const histogram of histograms) sum += of(histogram, cell);
      return sum / Math.max(1, histograms.length);
    });
  const mean = average((histogram, cell) => histogram[cell] ?? 0);
  const variance = average((histogram, cell) => ((histogram[cell] ?? 0) - (mean[cell] ?? 0)) ** 2);
  return { mean, spread: variance.map((value) => Math.sqrt(value) + LEAST_SPREAD) };
}

/**
 * A code of `bits` bits, one to a byte: on which side of random planes the print's histogram lies, seen from the centre
 * (Charikar 2002). Of two codes, a share of arccos(similarity) / π bits differ on average.
 */
export function binaryCode(minutiae: Minutiae, bits: number, centre: Centre): Uint8Array {
  const histogram = pairHistogram(minutiae).map(
    (value, cell) => (value - (centre.mean[cell] ?? 0)) / (centre.spread[cell] ?? 1),
  );
  const planes = planesOf(bits);
  return Uint8Array.from({ length: bits }, (_, bit) => {
    let side = 0;
    for (let cell = 0; cell < CELLS; cell++)
      side += (planes[bit * CELLS + cell] ?? 0) * (histogram[cell] ?? 0);
    return side > 0 ? 1 : 0;
  });
}

/**
 * How often near minutiae stand to each other in which way: by their distance and two angles, which neither turning nor
 * shifting the finger changes. A pair counts in the cells about it by how near it is to each; all have one length, however many minutiae were found.
 */
function pairHistogram({ count, x, y, angle }: Minutiae): Float32Array {
  const cells = new Float32Array(CELLS);
  for (let from = 0; from < count; from++) {
    for (let to = 0; to < count; to++) {
      const [dx, dy] = [(x[to] ?? 0) - (x[from] ?? 0), (y[from] ?? 0) - (y[to] ?? 0)];
      const length = Math.hypot(dx, dy);
      if (to === from || length >= RADIUS) continue;
      const bearing = (Math.atan2(dy, dx) / (2 * Math.PI)) * 256;
      add(cells, {
        length: (length / RADIUS) * (LENGTHS - 1),
        own: (modulo(bearing - (angle[from] ?? 0)) / 256) * ANGLES,
        turn: (modulo((angle[to] ?? 0) - (angle[from] ?? 0)) / 256) * ANGLES,
      });
    }
  }
  const size = Math.hypot(...cells);
  return size === 0 ? cells : cells.map((value) => value / size);
}

function add(cells: Float32Array, at: { length: number; own: number; turn: number }): void {
  for (const [length, a] of about(at.length)) {
    for (const [own, b] of about(at.own)) {
      for (const [turn, c] of about(at.turn)) {
        const cell = (length * ANGLES + (own % ANGLES)) * ANGLES + (turn % ANGLES);
        cells[cell] = (cells[cell] ?? 0) + a * b * c;
      }
    }
  }
}

/** The two steps about a value, and its share in each. */
function about(value: number): readonly (readonly [number, number])[] {
  const below = Math.floor(value);
  return [
    [below, 1 - (value - below)],
    [below + 1, value - below],
  ];
}

const modulo = (angle: number): number => ((angle % 256) + 256) % 256;

let drawn: Int8Array = new Int8Array(0);

/** Signs of random planes, the same on every node. */
function planesOf(bits: number): Int8Array {
  if (drawn.length < bits * CELLS) {
    const stream = new Stream(createHash("sha256").update("accord planes of a print's code").digest());
    drawn = Int8Array.from(stream.bytes(bits * CELLS), (byte) => (byte & 1 ? 1 : -1));
  }
  return drawn;
}
