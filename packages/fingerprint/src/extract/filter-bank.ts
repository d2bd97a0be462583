import { COSINE, decay, ORIENTATIONS, SINE } from "./directions.ts";

/**
 * One-dimensional filters laid along or across ridges in each of 128 orientations. Steps are one pixel along the axis
 * nearer to the line; between two pixels of the other axis values are interpolated (as in anisotropic Gaussian
 * filtering, Geusebroek, Smeulders and van de Weijer 2003).
 */
export interface LineTaps {
  /** Taps of each orientation stand together: from `orientation * taps`. */
  readonly taps: number;
  readonly offsets: Int32Array;
  /** Signed distance of the tap from the centre in pixels. */
  readonly distances: Float64Array;
  /** Share of the sample that comes from this pixel. */
  readonly shares: Float64Array;
}

/** Lines of `2 * reach + 1` samples of two pixels each, for an image `width` pixels wide; across ridges where `across`. */
export function linesOf(width: number, reach: number, across: boolean): LineTaps {
  const taps = 2 * (2 * reach + 1);
  const offsets = new Int32Array(ORIENTATIONS * taps);
  const distances = new Float64Array(ORIENTATIONS * taps);
  const shares = new Float64Array(ORIENTATIONS * taps);
  for (let orientation = 0; orientation < ORIENTATIONS; orientation++) {
    // Pixel coordinates, y down: along (cos, -sin), across (sin, cos).
    const dx = across ? SINE[orientation]! : COSINE[orientation]!;
    const dy = across ? COSINE[orientation]! : -SINE[orientation]!;
    const steep = Math.abs(dy) > Math.abs(dx);
    const major = steep ? dy : dx;
    const slope = steep ? dx / dy : dy / dx;
    for (let step = -reach; step <= reach; step++) {
      const minor = step * slope;
      const base = Math.floor(minor);
      const share = minor - base;
      const at = orientation * taps + 2 * (step + reach);
      const unit = steep ? 1 : width;
      offsets[at] = (steep ? step * width : step) + base * unit;
      offsets[at + 1] = offsets[at]! + unit;
      shares[at] = 1 - share;
      shares[at + 1] = share;
      distances[at] = step / major;
      distances[at + 1] = step / major;
    }
  }
  return { taps, offsets, distances, shares };
}

/** Gaussian weights of sum 1 for each tap of each orientation. */
export function gaussianWeights(lines: LineTaps, deviation: number): Float32Array {
  const weights = new Float32Array(lines.offsets.length);
  for (let orientation = 0; orientation < ORIENTATIONS; orientation++) {
    const start = orientation * lines.taps;
    let sum = 0;
    for (let tap = start; tap < start + lines.taps; tap++) {
      const distance = lines.distances[tap]! / deviation;
      const weight = decay(Math.max(-40, -0.5 * distance * distance)) * lines.shares[tap]!;
      weights[tap] = weight;
      sum += weight;
    }
    for (let tap = start; tap < start + lines.taps; tap++) weights[tap] = weights[tap]! / sum;
  }
  return weights;
}

export interface WavePair {
  readonly even: Float32Array;
  readonly odd: Float32Array;
}

/**
 * Gabor's pair across ridges: a cosine and a sine of the given period under a Gaussian, the cosine freed of its mean.
 * A wave of unit height and that period gives a vector of unit length.
 */
export function waveWeights(lines: LineTaps, period: number, deviation: number): WavePair {
  const even = new Float32Array(lines.offsets.length);
  const odd = new Float32Array(lines.offsets.length);
  for (let orientation = 0; orientation < ORIENTATIONS; orientation++) {
    const start = orientation * lines.taps;
    let sum = 0;
    let mass = 0;
    for (let tap = start; tap < start + lines.taps; tap++) {
      const envelope = envelopeOf(lines, tap, deviation);
      sum += envelope * cosineOf(lines.distances[tap]! / period);
      mass += envelope;
    }
    const mean = sum / mass;
    let gain = 0;
    for (let tap = start; tap < start + lines.taps; tap++) {
      const phase = lines.distances[tap]! / period;
      const envelope = envelopeOf(lines, tap, deviation);
      even[tap] = envelope * (cosineOf(phase) - mean);
      odd[tap] = envelope * cosineOf(phase - 0.25);
      gain += even[tap]! * cosineOf(phase);
    }
    let oddGain = 0;
    for (let tap = start; tap < start + lines.taps; tap++) {
      oddGain += odd[tap]! * cosineOf(lines.distances[tap]! / period - 0.25);
    }
    for (let tap = start; tap < start + lines.taps; tap++) {
      even[tap] = even[tap]! / gain;
      odd[tap] = odd[tap]! / oddGain;
    }
  }
  return { even, odd };
}

function envelopeOf(lines: LineTaps, tap: number, deviation: number): number {
  const distance = lines.distances[tap]! / deviation;
  return decay(Math.max(-40, -0.5 * distance * distance)) * lines.shares[tap]!;
}

/** Cosine of a phase in turns, from the table with linear interpolation. */
function cosineOf(turns: number): number {
  const unit = (turns - Math.floor(turns)) * 256;
  const base = Math.floor(unit);
  const share = unit - base;
  return COSINE[base & 255]! * (1 - share) + COSINE[(base + 1) & 255]! * share;
}
