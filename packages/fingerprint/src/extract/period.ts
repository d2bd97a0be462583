import type { Blocks } from "./blocks.ts";
import { COSINE, SINE } from "./directions.ts";
import { LONGEST_PERIOD, SHORTEST_PERIOD, waveFilter } from "./enhance.ts";
import { CELL } from "./grid.ts";
import { type OrientationField, orientationAt } from "./orientation.ts";
import { blur, type Plane, planeOf } from "./plane.ts";

/** Pixels a node of the grid on which periods are measured. */
export const NODE = 2 * CELL;
const HALF = 20;
const SAMPLES = 2 * HALF + 1;
/** Nodes to each side that correlations, and then periods, are averaged over. */
const NEIGHBOURS = 2;
/** The first peak of at least this share of the highest is the period; later ones are its multiples. */
const FIRST_PEAK = 0.6;
/** Weight of the print's typical period against a node's own clarity. */
const TYPICAL_WEIGHT = 0.02;
const LEAST_CLARITY = 0.1;
const LONGEST_LAG = LONGEST_PERIOD + 1;

/** Distance from ridge to ridge on a grid of nodes 8 pixels apart, and how clear it is (0 to 1). */
export interface PeriodField {
  readonly period: Plane;
  readonly clarity: Plane;
  /** The print's own typical period. */
  readonly typical: number;
}

/**
 * Period by autocorrelation of the profile across ridges, averaged over neighbouring nodes before its first peak is
 * sought, so that a node without a clear profile takes part in what its neighbours show.
 */
export function periodOf(smoothed: Plane, orientation: OrientationField, print: Uint8Array): PeriodField {
  const columns = Math.ceil(smoothed.width / NODE);
  const rows = Math.ceil(smoothed.height / NODE);
  const lags = Array.from({ length: LONGEST_LAG + 1 }, () => planeOf(columns, rows));
  correlate(smoothed, orientation, print, lags, columns, rows);
  for (const plane of lags) blur(plane, NEIGHBOURS);
  const period = planeOf(columns, rows);
  const clarity = planeOf(columns, rows);
  for (let node = 0; node < columns * rows; node++) {
    const [lag, height] = firstPeak(lags, node);
    period.values[node] = lag;
    clarity.values[node] = height;
  }
  const typical = weightedMedian(period.values, clarity.values);
  spread(period, clarity, typical);
  return { period, clarity, typical };
}

function correlate(
  smoothed: Plane,
  orientation: OrientationField,
  print: Uint8Array,
  lags: readonly Plane[],
  columns: number,
  rows: number,
): void {
  const { width, height, values } = smoothed;
  const profile = new Float64Array(SAMPLES);
  const reach = HALF + 2;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = column * NODE + NODE / 2;
      const y = row * NODE + NODE / 2;
      if (x < reach || y < reach || x >= width - reach || y >= height - reach) continue;
      if (print[(y / CELL) * orientation.cosine.width + x / CELL] === 0) continue;
      const unit = orientationAt(orientation, x + 0.5, y + 0.5);
      const dx = SINE[unit]!;
      const dy = COSINE[unit]!;
      let mean = 0;
      for (let index = 0; index < SAMPLES; index++) {
        const px = x + (index - HALF) * dx;
        const py = y + (index - HALF) * dy;
        const x0 = Math.floor(px);
        const y0 = Math.floor(py);
        const wx = px - x0;
        const wy = py - y0;
        const at = y0 * width + x0;
        const value =
          (values[at]! * (1 - wx) + values[at + 1]! * wx) * (1 - wy) +
          (values[at + width]! * (1 - wx) + values[at + width + 1]! * wx) * wy;
        profile[index] = value;
        mean += value;
      }
      mean /= SAMPLES;
      for (let index = 0; index < SAMPLES; index++) profile[index] = profile[index]! - mean;
      const node = row * columns + column;
      for (let lag = 0; lag <= LONGEST_LAG; lag++) {
        let sum = 0;
        for (let index = lag; index < SAMPLES; index++) sum += profile[index]! * profile[index - lag]!;
        lags[lag]!.values[node] = sum / (SAMPLES - lag);
      }
    }
  }
}

/** The first lag whose correlation is a peak not much below the highest, to a fraction of a pixel, and its height. */
function firstPeak(lags: readonly Plane[], node: number): [number, number] {
  const zero = lags[0]!.values[node]!;
  if (zero <= 1e-6) return [0, 0];
  let highest = 0;
  for (let lag = SHORTEST_PERIOD; lag < LONGEST_LAG; lag++) {
    const value = lags[lag]!.values[node]!;
    if (value > lags[lag - 1]!.values[node]! && value >= lags[lag + 1]!.values[node]! && value > highest)
      highest = value;
  }
  for (let lag = SHORTEST_PERIOD; lag < LONGEST_LAG; lag++) {
    const before = lags[lag - 1]!.values[node]!;
    const value = lags[lag]!.values[node]!;
    const after = lags[lag + 1]!.values[node]!;
    if (value <= before || value < after || value < FIRST_PEAK * highest || value <= 0) continue;
    const curve = before - 2 * value + after;
    const shift = curve < 0 ? (0.5 * (before - after)) / curve : 0;
    return [lag + shift, value / zero];
  }
  return [0, 0];
}

function weightedMedian(values: Float32Array, weights: Float32Array): number {
  const bins = new Float64Array((LONGEST_PERIOD + 2) * 8);
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    if (weights[index]! <= 0) continue;
    const bin = Math.min(bins.length - 1, Math.round(values[index]! * 8));
    bins[bin] = bins[bin]! + weights[index]!;
    total += weights[index]!;
  }
  let sum = 0;
  for (let bin = 0; bin < bins.length; bin++) {
    sum += bins[bin]!;
    if (total > 0 && sum >= total / 2) return bin / 8;
  }
  return 9;
}

/** Smooths periods by their clarity, with a little of the print's typical period so that no node is without one. */
function spread(period: Plane, clarity: Plane, typical: number): void {
  const weight: Plane = planeOf(period.width, period.height);
  for (let node = 0; node < period.values.length; node++) {
    const value = period.values[node]!;
    const clear = clarity.values[node]!;
    const ratio = value / typical;
    const own = clear > LEAST_CLARITY && ratio > 0.6 && ratio < 1.7 ? clear * clear : 0;
    weight.values[node] = own;
    period.values[node] = value * own;
  }
  blur(period, NEIGHBOURS);
  blur(weight, NEIGHBOURS);
  for (let node = 0; node < period.values.length; node++) {
    period.values[node] =
      (period.values[node]! + typical * TYPICAL_WEIGHT) / (weight.values[node]! + TYPICAL_WEIGHT);
  }
}

/** The filter of {@link waveFilter} for each block, by interpolation of the field's periods in its middle. */
export function waveFilters(
  field: PeriodField,
  units: Uint8Array,
  blocks: Blocks,
  stride: number,
): Uint16Array {
  const { places, width, height } = blocks;
  const filters = new Uint16Array(places.length);
  const { width: columns, height: rows, values } = field.period;
  for (let block = 0; block < filters.length; block++) {
    const at = places[block]!;
    const y = (at / stride) | 0;
    const fx = Math.max(0, Math.min(columns - 1.001, (at - y * stride + width / 2) / NODE - 0.5));
    const fy = Math.max(0, Math.min(rows - 1.001, (y + height / 2) / NODE - 0.5));
    const node = (fy | 0) * columns + (fx | 0);
    const across = fx - (fx | 0);
    const top = values[node]! + (values[node + 1]! - values[node]!) * across;
    const below = node + columns;
    const low = values[below]! + (values[below + 1]! - values[below]!) * across;
    filters[block] = waveFilter(top + (low - top) * (fy - (fy | 0)), units[block]!);
  }
  return filters;
}
