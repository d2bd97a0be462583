import { gaussianWeights, linesOf, waveWeights } from "./filter-bank.ts";
import { type Plane, planeOf } from "./plane.ts";
import { MARGIN } from "./working-image.ts";

/** Samples to each side of the centre along and across ridges. */
const ALONG_REACH = 10;
const ACROSS_REACH = 13;
/** Deviation of the Gaussian under the wave: in periods, and at most in pixels, so that it ends within its reach. */
const WAVE_SPREAD = 0.42;
const WIDEST_WAVE = 6;
/** Periods are kept in quarters of a pixel, 4 to 18 pixels. */
export const PERIOD_UNITS = 4;
export const SHORTEST_PERIOD = 4;
export const LONGEST_PERIOD = 18;

/**
 * The ridge pattern as a wave: `even` is high on valleys and low on ridges, `odd` the same a quarter of a period further
 * along the normal (sin θ, cos θ); together they give amplitude and phase.
 */
export interface Wave {
  readonly even: Float32Array;
  readonly odd: Float32Array;
}

/** Smooths along ridges: each pixel becomes a Gaussian mean over the line of its orientation. */
export function smoothAlong(
  image: Plane,
  orientation: Uint8Array,
  active: Uint8Array,
  deviation: number,
): Plane {
  const { width, height, values } = image;
  const lines = linesOf(width, ALONG_REACH, false);
  const weights = gaussianWeights(lines, deviation);
  const { taps, offsets } = lines;
  const out = planeOf(width, height);
  for (let y = MARGIN / 2; y < height - MARGIN / 2; y++) {
    for (let x = MARGIN / 2; x < width - MARGIN / 2; x++) {
      const at = y * width + x;
      if (active[at] === 0) continue;
      const start = orientation[at]! * taps;
      let sum = 0;
      for (let tap = start; tap < start + taps; tap++) sum += weights[tap]! * values[at + offsets[tap]!]!;
      out.values[at] = sum;
    }
  }
  return out;
}

/** Weights of all periods one after the other. They do not depend on the image: only the taps' offsets do. */
let bank: Wave | undefined;

function waveBank(): Wave {
  if (bank !== undefined) return bank;
  const lines = linesOf(0, ACROSS_REACH, true);
  const size = lines.offsets.length;
  const count = (LONGEST_PERIOD - SHORTEST_PERIOD) * PERIOD_UNITS + 1;
  const even = new Float32Array(size * count);
  const odd = new Float32Array(size * count);
  for (let index = 0; index < count; index++) {
    const period = SHORTEST_PERIOD + index / PERIOD_UNITS;
    const pair = waveWeights(lines, period, Math.min(WIDEST_WAVE, WAVE_SPREAD * period));
    even.set(pair.even, index * size);
    odd.set(pair.odd, index * size);
  }
  bank = { even, odd };
  return bank;
}

/** Filters across ridges with the wave of each pixel's orientation and period (Gabor's pair; Hong, Wan and Jain 1998). */
export function waveAcross(
  image: Plane,
  orientation: Uint8Array,
  period: Uint8Array,
  active: Uint8Array,
): Wave {
  const { width, height, values } = image;
  const { taps, offsets } = linesOf(width, ACROSS_REACH, true);
  const { even: evenWeights, odd: oddWeights } = waveBank();
  const size = offsets.length;
  const even = new Float32Array(values.length);
  const odd = new Float32Array(values.length);
  for (let y = MARGIN / 2; y < height - MARGIN / 2; y++) {
    for (let x = MARGIN / 2; x < width - MARGIN / 2; x++) {
      const at = y * width + x;
      if (active[at] === 0) continue;
      const start = orientation[at]! * taps;
      const weights = period[at]! * size + start;
      let e = 0;
      let o = 0;
      for (let tap = 0; tap < taps; tap++) {
        const value = values[at + offsets[start + tap]!]!;
        e += evenWeights[weights + tap]! * value;
        o += oddWeights[weights + tap]! * value;
      }
      even[at] = e;
      odd[at] = o;
    }
  }
  return { even, odd };
}
