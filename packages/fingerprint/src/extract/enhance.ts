import { ORIENTATIONS } from "./directions.ts";
import { type FilterBank, offsetsOf, smoothingBank, waveBank } from "./filter-bank.ts";
import { type Plane, planeOf } from "./plane.ts";

/** Periods are kept in halves of a pixel, 4 to 18 pixels. */
const PERIOD_UNITS = 2;
export const SHORTEST_PERIOD = 4;
export const LONGEST_PERIOD = 18;
/** Deviation in pixels of the smoothing along ridges. */
const SMOOTHING = 4;
/** Deviation of the Gaussian under the wave: in periods, and at most in pixels, so that it stays within the margin. */
const WAVE_SPREAD = 0.5;
const WIDEST_WAVE = 6;

/**
 * The ridge pattern as a wave: `even` is high on valleys and low on ridges, `odd` the same a quarter of a period further
 * along the normal (sin θ, cos θ); together they give amplitude and phase.
 */
export interface Wave {
  readonly even: Float32Array;
  readonly odd: Float32Array;
}

/** Banks depend on no image; they are made with the first one. */
let smoothing: FilterBank | undefined;
let waves: FilterBank | undefined;

/** Smooths along ridges where `where` is 1: each pixel becomes a Gaussian mean over the line of its orientation. */
export function smoothAlong(image: Plane, orientation: Uint8Array, where: Uint8Array): Plane {
  smoothing ??= smoothingBank(SMOOTHING);
  const out = planeOf(image.width, image.height);
  filter(image, smoothing, orientation, where, out.values);
  return out;
}

/** The even part of {@link waveAcross} alone. */
export function ridgesAcross(image: Plane, filters: Uint16Array, where: Uint8Array): Plane {
  const out = planeOf(image.width, image.height);
  filter(image, wavesOfAllPeriods(), filters, where, out.values);
  return out;
}

/**
 * Filters across ridges with the wave of each pixel's orientation and period (Gabor's pair; Hong, Wan and Jain 1998)
 * where `where` is 1.
 *
 * @param filters of {@link waveFilters}
 */
export function waveAcross(image: Plane, filters: Uint16Array, where: Uint8Array): Wave {
  const { width, values } = image;
  const bank = wavesOfAllPeriods();
  const { starts, even: evenWeights, odd: oddWeights } = bank;
  const offsets = offsetsOf(bank, width);
  const wave = { even: new Float32Array(values.length), odd: new Float32Array(values.length) };
  for (let at = 0; at < values.length; at++) {
    if (where[at] === 0) continue;
    const index = filters[at]!;
    const end = starts[index + 1]!;
    let even = 0;
    let odd = 0;
    for (let tap = starts[index]!; tap < end; tap++) {
      const value = values[at + offsets[tap]!]!;
      even += evenWeights[tap]! * value;
      odd += oddWeights[tap]! * value;
    }
    wave.even[at] = even;
    wave.odd[at] = odd;
  }
  return wave;
}

function filter(
  image: Plane,
  bank: FilterBank,
  filters: Uint8Array | Uint16Array,
  where: Uint8Array,
  out: Float32Array,
): void {
  const { width, values } = image;
  const { starts, even } = bank;
  const offsets = offsetsOf(bank, width);
  for (let at = 0; at < values.length; at++) {
    if (where[at] === 0) continue;
    const index = filters[at]!;
    const end = starts[index + 1]!;
    let sum = 0;
    for (let tap = starts[index]!; tap < end; tap++) sum += even[tap]! * values[at + offsets[tap]!]!;
    out[at] = sum;
  }
}

function wavesOfAllPeriods(): FilterBank {
  const count = (LONGEST_PERIOD - SHORTEST_PERIOD) * PERIOD_UNITS + 1;
  const periods = Array.from({ length: count }, (_, unit) => SHORTEST_PERIOD + unit / PERIOD_UNITS);
  waves ??= waveBank(periods, (period) => Math.min(WIDEST_WAVE, WAVE_SPREAD * period));
  return waves;
}

/** The filter in the bank for a period in pixels and an orientation in units. */
export function waveFilter(period: number, orientation: number): number {
  const unit = ((period - SHORTEST_PERIOD) * PERIOD_UNITS + 0.5) | 0;
  const last = (LONGEST_PERIOD - SHORTEST_PERIOD) * PERIOD_UNITS;
  return Math.max(0, Math.min(last, unit)) * ORIENTATIONS + orientation;
}
