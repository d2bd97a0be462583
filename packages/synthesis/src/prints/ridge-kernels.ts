import { LONGEST_PERIOD, SHORTEST_PERIOD } from "./ridge-period.ts";

const ORIENTATIONS = 60;
const PERIODS = 14;
/** Standard deviations of the envelope along and across the ridge, in periods. */
const SIGMA_ALONG = 0.42;
const SIGMA_ACROSS = 0.38;

/**
 * Oriented filters that answer to ridges of one orientation and period: a cosine (even) or sine (odd) across the
 * ridge under a Gaussian, without mean, scaled so that a wave of amplitude 1 gives 1 (Cappelli, Maio and Maltoni,
 * "Synthetic fingerprint-image generation", ICPR 2000, who let ridges grow by such filters).
 */
export interface RidgeKernels {
  /** The farthest that any kernel's taps reach to each side, pixels. */
  readonly radius: number;
  /** A square of taps each, by rows, larger for longer periods. */
  readonly even: readonly Float32Array[];
  readonly odd: readonly Float32Array[];
  /** Number of the kernel for an orientation (radians, counter-clockwise) and a period (pixels at 500 dpi). */
  indexOf(orientation: number, period: number): number;
}

const made = new Map<number, RidgeKernels>();

/** @param scale pixels of the raster for each pixel at 500 dpi: 1, or ½ for a raster of half size */
export function ridgeKernels(scale: number): RidgeKernels {
  const known = made.get(scale);
  if (known !== undefined) return known;
  const even: Float32Array[] = [];
  const odd: Float32Array[] = [];
  for (let orientation = 0; orientation < ORIENTATIONS; orientation++) {
    for (let period = 0; period < PERIODS; period++) {
      const theta = (orientation * Math.PI) / ORIENTATIONS;
      const length = scale * periodOf(period);
      even.push(kernel(theta, length, Math.cos));
      odd.push(kernel(theta, length, Math.sin));
    }
  }
  const kernels = { radius: radiusOf(scale * LONGEST_PERIOD), even, odd, indexOf };
  made.set(scale, kernels);
  return kernels;
}

function indexOf(orientation: number, period: number): number {
  const turns = Math.round((orientation / Math.PI) * ORIENTATIONS) % ORIENTATIONS;
  const share = (period - SHORTEST_PERIOD) / (LONGEST_PERIOD - SHORTEST_PERIOD);
  const step = Math.round(Math.min(1, Math.max(0, share)) * (PERIODS - 1));
  return (turns < 0 ? turns + ORIENTATIONS : turns) * PERIODS + step;
}

function periodOf(step: number): number {
  return SHORTEST_PERIOD + ((LONGEST_PERIOD - SHORTEST_PERIOD) * step) / (PERIODS - 1);
}

/** Where the envelope has fallen to a tenth. */
function radiusOf(period: number): number {
  return Math.round(2.15 * SIGMA_ALONG * period);
}

function kernel(theta: number, period: number, wave: (x: number) => number): Float32Array {
  const radius = radiusOf(period);
  const size = 2 * radius + 1;
  const taps = new Float32Array(size * size);
  const sigmaAcross = SIGMA_ACROSS * period;
  const sigmaAlong = SIGMA_ALONG * period;
  let mean = 0;
  let envelopes = 0;
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      // Rows run down, angles counter-clockwise.
      const along = dx * Math.cos(theta) - dy * Math.sin(theta);
      const across = dx * Math.sin(theta) + dy * Math.cos(theta);
      const envelope = Math.exp(-0.5 * ((along / sigmaAlong) ** 2 + (across / sigmaAcross) ** 2));
      const value = envelope * wave((2 * Math.PI * across) / period);
      taps[(dy + radius) * size + dx + radius] = value;
      mean += value;
      envelopes += envelope;
    }
  }
  // The mean is taken away under the envelope, so that the taps still die out at the rim.
  let response = 0;
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const at = (dy + radius) * size + dx + radius;
      const along = dx * Math.cos(theta) - dy * Math.sin(theta);
      const across = dx * Math.sin(theta) + dy * Math.cos(theta);
      const envelope = Math.exp(-0.5 * ((along / sigmaAlong) ** 2 + (across / sigmaAcross) ** 2));
      taps[at]! -= (mean / envelopes) * envelope;
      response += taps[at]! * wave((2 * Math.PI * across) / period);
    }
  }
  for (let at = 0; at < taps.length; at++) taps[at]! /= response;
  return taps;
}
