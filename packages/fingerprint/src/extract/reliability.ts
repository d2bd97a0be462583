import { COSINE, decay, SINE } from "./directions.ts";
import type { Dislocation } from "./dislocations.ts";
import { CELL } from "./grid.ts";
import { OPPOSITE } from "./opposites.ts";
import { NODE, type PeriodField } from "./period.ts";
import type { Stages } from "./stages.ts";

/** Nearer to the edge of the print, in pixels, ridges leave it: no minutia. */
const EDGE = 9;
/** Pixels around a dislocation at which the height of the wave is looked at: beyond its own gap. */
const RING = 12;
/** Distances in pixels beyond which the edge and an opposite dislocation mean nothing. */
const FAR_EDGE = 40;
const FAR_OPPOSITE = 30;
/** Odds of a minutia in a clear and coherent wave, far from the edge and from any opposite. */
const BEST_ODDS = 27;
/** What each pixel nearer to an opposite, and to the edge, takes off the logarithm of the odds. */
const PER_PIXEL_OPPOSITE = 0.061;
const PER_PIXEL_EDGE = 0.022;
const FLOOR = 0.02;

/**
 * Chance that the dislocation of an index is found again on another picture of the finger, 0 to 1, by how high the ridge wave stands
 * around it, how far orientations agree, how clear the period is, and how far the edge of the print and the nearest
 * opposite dislocation are. The odds were fitted by logistic regression on which minutiae of the FVC set B pictures, plain and with noise added, are
 * paired in genuine comparisons; fitted on all databases but one they order minutiae of that one nearly as well.
 */
export function reliabilityOf(index: number, stages: Stages): number {
  const point = stages.dislocations[index]!;
  const edge = edgeDistance(point, stages);
  if (edge < EDGE) return 0;
  const height = ringHeight(point, stages) + FLOOR;
  const coherence = coherenceAt(point, stages) + FLOOR;
  const lost =
    PER_PIXEL_OPPOSITE * (FAR_OPPOSITE - oppositeDistance(index, stages.dislocations)) +
    PER_PIXEL_EDGE * (FAR_EDGE - edge);
  const clarity = clarityAt(point, stages.period) + FLOOR;
  // height^(3/4) · coherence^(3/2) · clarity^(1/2), by square roots, which every engine rounds alike.
  const root = Math.sqrt(height * coherence);
  const odds =
    BEST_ODDS * Math.sqrt(root) * root * Math.sqrt(Math.sqrt(coherence) * coherence * clarity) * decay(-lost);
  return odds / (1 + odds);
}

function ringHeight({ x, y }: Dislocation, { wave, even }: Stages): number {
  let sum = 0;
  for (let unit = 0; unit < 256; unit += 16) {
    const at = Math.round(y - RING * SINE[unit]!) * even.width + Math.round(x + RING * COSINE[unit]!);
    sum += Math.sqrt(wave.even[at]! * wave.even[at]! + wave.odd[at]! * wave.odd[at]!);
  }
  return sum / 16;
}

function coherenceAt({ x, y }: Dislocation, { orientation, grid }: Stages): number {
  const cell = Math.floor(y / CELL) * grid.columns + Math.floor(x / CELL);
  const cosine = orientation.cosine.values[cell]!;
  const sine = orientation.sine.values[cell]!;
  return Math.sqrt(cosine * cosine + sine * sine);
}

function clarityAt({ x, y }: Dislocation, { clarity }: PeriodField): number {
  return clarity.values[Math.floor(y / NODE) * clarity.width + Math.floor(x / NODE)]!;
}

/** Pixels to the nearest pixel that is no print, at most {@link FAR_EDGE}. */
function edgeDistance(point: Dislocation, { print, even }: Stages): number {
  const x = Math.floor(point.x);
  const y = Math.floor(point.y);
  let nearest = FAR_EDGE * FAR_EDGE;
  for (let dy = -FAR_EDGE; dy <= FAR_EDGE; dy++) {
    if (y + dy < 0 || y + dy >= even.height) continue;
    for (let dx = -FAR_EDGE; dx <= FAR_EDGE; dx++) {
      const square = dx * dx + dy * dy;
      if (square >= nearest || x + dx < 0 || x + dx >= even.width) continue;
      if (print[(y + dy) * even.width + x + dx] === 0) nearest = square;
    }
  }
  return Math.sqrt(nearest);
}

/** Pixels to the nearest dislocation that points the other way, at most {@link FAR_OPPOSITE}; they stand in rows from the top. */
function oppositeDistance(index: number, points: readonly Dislocation[]): number {
  const { x, y, direction } = points[index]!;
  let nearest = FAR_OPPOSITE * FAR_OPPOSITE;
  for (const step of [-1, 1]) {
    for (let at = index + step; at >= 0 && at < points.length; at += step) {
      const other = points[at]!;
      const rows = other.y - y;
      if (rows * rows >= nearest) break;
      const square = rows * rows + (other.x - x) * (other.x - x);
      if (square >= nearest) continue;
      if (Math.abs(((other.direction - direction + 128) & 255) - 128) >= OPPOSITE) nearest = square;
    }
  }
  return Math.sqrt(nearest);
}
