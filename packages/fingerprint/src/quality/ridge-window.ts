import type { GreyImage } from "../image/grey-image.ts";
import { cosine, sine } from "../trigonometry.ts";

/** Samples across the ridges and along them: three periods of an adult's ridges, one and a half of them wide. */
const ACROSS = 32;
const ALONG = 16;

/** Periods of ridges in pixels at 500 dots per inch that are looked for: from small children to large men. */
const SHORTEST_PERIOD = 4;
const LONGEST_PERIOD = 16;
/** Steps of frequency are an octave's quarter less or more of this many over the window. */
const FREQUENCY_STEP = 0.5;

/** What a window turned across its ridges shows. */
export interface RidgeMeasures {
  /** How well ridges and valleys are told apart by their grey values, 0 to 1 (local clarity score, ISO/IEC 29794-4 clause 6.2.3). */
  readonly clarity: number;
  /** Share of the profile's energy that lies in the wave of the ridges, 0 to 1 (frequency domain analysis, clause 6.2.5). */
  readonly regularity: number;
  /** Period of the ridges in pixels. */
  readonly period: number;
  /** Share of the profile darker than the middle between its darkest and its lightest place: 0.5 for ridges as wide as valleys. */
  readonly ridgeShare: number;
  /** Mean grey of the valleys less that of the ridges, 0 to 255. */
  readonly contrast: number;
}

/** Measures windows of a picture; its scratch space is used again from window to window. */
export class RidgeWindow {
  private readonly image: GreyImage;
  private readonly samples = new Float32Array(ACROSS * ALONG);
  private readonly profile = new Float32Array(ACROSS);

  constructor(image: GreyImage) {
    this.image = image;
  }

  /** @param normal direction across the ridges in radians */
  measure(centreX: number, centreY: number, normal: number): RidgeMeasures {
    this.sample(centreX, centreY, cosine(normal), sine(normal));
    const { samples, profile } = this;
    let lightest = Number.NEGATIVE_INFINITY;
    let darkest = Number.POSITIVE_INFINITY;
    for (let across = 0; across < ACROSS; across++) {
      lightest = Math.max(lightest, profile[across]!);
      darkest = Math.min(darkest, profile[across]!);
    }
    const middle = (lightest + darkest) / 2;
    const { ridges, ridgeMean, valleyMean } = split(profile);
    const border = (ridgeMean + valleyMean) / 2;
    let [wrongRidge, wrongValley, dark] = [0, 0, 0];
    for (let across = 0; across < ACROSS; across++) {
      const ridge = profile[across]! < 0;
      if (profile[across]! < middle) dark++;
      for (let along = 0; along < ALONG; along++) {
        const light = samples[across * ALONG + along]! >= border;
        if (ridge && light) wrongRidge++;
        else if (!ridge && !light) wrongValley++;
      }
    }
    const valleys = ACROSS - ridges;
    const clarity =
      ridges === 0 || valleys === 0
        ? 0
        : 1 - (wrongRidge / (ridges * ALONG) + wrongValley / (valleys * ALONG)) / 2;
    return { clarity, ...waveOf(profile), ridgeShare: dark / ACROSS, contrast: valleyMean - ridgeMean };
  }

  /** Fills samples, and the profile as their means along the ridges, both less the profile's straight trend. */
  private sample(centreX: number, centreY: number, cosine: number, sine: number): void {
    const { samples, profile } = this;
    const { width, height, pixels } = this.image;
    for (let across = 0; across < ACROSS; across++) {
      let sum = 0;
      for (let along = 0; along < ALONG; along++) {
        const u = across - (ACROSS - 1) / 2;
        const v = along - (ALONG - 1) / 2;
        const x = Math.max(0, Math.min(width - 1.001, centreX + u * cosine - v * sine));
        const y = Math.max(0, Math.min(height - 1.001, centreY + u * sine + v * cosine));
        const left = x | 0;
        const at = (y | 0) * width + left;
        const right = x - left;
        const below = y - (y | 0);
        const upper = pixels[at]! * (1 - right) + pixels[at + 1]! * right;
        const lower = pixels[at + width]! * (1 - right) + pixels[at + width + 1]! * right;
        const value = upper * (1 - below) + lower * below;
        samples[across * ALONG + along] = value;
        sum += value;
      }
      profile[across] = sum / ALONG;
    }
    const { mean, slope } = trendOf(profile);
    for (let across = 0; across < ACROSS; across++) {
      const trend = mean + slope * (across - (ACROSS - 1) / 2);
      profile[across]! -= trend;
      for (let along = 0; along < ALONG; along++) samples[across * ALONG + along]! -= trend;
    }
  }
}

function trendOf(profile: Float32Array): { mean: number; slope: number } {
  let [sum, moment, spread] = [0, 0, 0];
  for (let across = 0; across < ACROSS; across++) {
    const u = across - (ACROSS - 1) / 2;
    sum += profile[across]!;
    moment += u * profile[across]!;
    spread += u * u;
  }
  return { mean: sum / ACROSS, slope: moment / spread };
}

function split(profile: Float32Array): { ridges: number; ridgeMean: number; valleyMean: number } {
  let [ridges, ridgeSum, valleySum] = [0, 0, 0];
  for (const value of profile) {
    if (value < 0) {
      ridges++;
      ridgeSum += value;
    } else valleySum += value;
  }
  return {
    ridges,
    ridgeMean: ridges === 0 ? 0 : ridgeSum / ridges,
    valleyMean: ridges === ACROSS ? 0 : valleySum / (ACROSS - ridges),
  };
}

/** Cosines and sines of the frequencies looked for, in the order of their number of periods over the window. */
const WAVES = Array.from(
  { length: Math.floor((ACROSS / SHORTEST_PERIOD - ACROSS / LONGEST_PERIOD) / FREQUENCY_STEP) + 1 },
  (_, index) => {
    const periods = ACROSS / LONGEST_PERIOD + index * FREQUENCY_STEP;
    const angle = (2 * Math.PI * periods) / ACROSS;
    return {
      periods,
      cosines: Float32Array.from({ length: ACROSS }, (_, across) => Math.cos(angle * across)),
      sines: Float32Array.from({ length: ACROSS }, (_, across) => Math.sin(angle * across)),
    };
  },
);

function waveOf(profile: Float32Array): { regularity: number; period: number } {
  let energy = 0;
  for (const value of profile) energy += value * value;
  if (energy === 0) return { regularity: 0, period: 0 };
  let greatest = 0;
  let period = 0;
  for (const { periods, cosines, sines } of WAVES) {
    let [real, imaginary] = [0, 0];
    for (let across = 0; across < ACROSS; across++) {
      real += profile[across]! * cosines[across]!;
      imaginary += profile[across]! * sines[across]!;
    }
    const power = real * real + imaginary * imaginary;
    if (power > greatest) {
      greatest = power;
      period = ACROSS / periods;
    }
  }
  return { regularity: Math.min(1, (2 * greatest) / (ACROSS * energy)), period };
}
