import { COSINE, decay, ORIENTATIONS, SINE } from "./directions.ts";

/**
 * One-dimensional filters laid along or across ridges in each of 128 orientations. Steps are one pixel along the axis
 * nearer to the line; between two pixels of the other axis values are interpolated (as in anisotropic Gaussian
 * filtering, Geusebroek, Smeulders and van de Weijer 2003).
 */
export interface FilterBank {
  /** Taps of filter `index` stand from `starts[index]` to `starts[index + 1]`. */
  readonly starts: Int32Array;
  /** Where each tap lies from the pixel that is filtered. */
  readonly x: Int8Array;
  readonly y: Int8Array;
  readonly even: Float32Array;
  /** Empty for filters without an odd part. */
  readonly odd: Float32Array;
}

/** Filters end where their Gaussian has fallen to 4%. */
const DEVIATIONS = 2.5;

interface Tap {
  readonly x: number;
  readonly y: number;
  /** Signed distance from the centre along the line, in pixels. */
  readonly distance: number;
  readonly envelope: number;
}

/** The taps under a Gaussian along a line of the given orientation, or across it. */
function tapsOf(orientation: number, deviation: number, across: boolean): Tap[] {
  // Pixel coordinates, y down: along (cos, -sin), across (sin, cos).
  const dx = across ? SINE[orientation]! : COSINE[orientation]!;
  const dy = across ? COSINE[orientation]! : -SINE[orientation]!;
  const steep = Math.abs(dy) > Math.abs(dx);
  const major = steep ? dy : dx;
  const slope = (steep ? dx : dy) / major;
  const reach = Math.floor(DEVIATIONS * deviation * Math.abs(major));
  const taps: Tap[] = [];
  for (let step = -reach; step <= reach; step++) {
    const minor = Math.floor(step * slope);
    const share = step * slope - minor;
    const distance = step / major;
    const height = decay(-0.5 * (distance / deviation) ** 2);
    for (const [side, part] of [1 - share, share].entries()) {
      if (part === 0) continue;
      const [x, y] = steep ? [minor + side, step] : [step, minor + side];
      taps.push({ x, y, distance, envelope: height * part });
    }
  }
  return taps;
}

function bankOf(filters: readonly { taps: readonly Tap[]; even: number[]; odd: number[] }[]): FilterBank {
  const starts = new Int32Array(filters.length + 1);
  for (const [index, { taps }] of filters.entries()) starts[index + 1] = starts[index]! + taps.length;
  return {
    starts,
    x: Int8Array.from(filters.flatMap(({ taps }) => taps.map(({ x }) => x))),
    y: Int8Array.from(filters.flatMap(({ taps }) => taps.map(({ y }) => y))),
    even: Float32Array.from(filters.flatMap(({ even }) => even)),
    odd: Float32Array.from(filters.flatMap(({ odd }) => odd)),
  };
}

/** Gaussian means along ridges, a filter for each orientation. */
export function smoothingBank(deviation: number): FilterBank {
  return bankOf(
    Array.from({ length: ORIENTATIONS }, (_, orientation) => {
      const taps = tapsOf(orientation, deviation, false);
      const sum = taps.reduce((total, { envelope }) => total + envelope, 0);
      return { taps, even: taps.map(({ envelope }) => envelope / sum), odd: [] };
    }),
  );
}

/**
 * Gabor's pair across ridges, 128 filters for each period one after the other: a cosine and a sine of the period under a
 * Gaussian, the cosine freed of its mean. A wave of unit height and that period gives a vector of unit length.
 *
 * @param deviation of the Gaussian for a period, both in pixels
 */
export function waveBank(periods: readonly number[], deviation: (period: number) => number): FilterBank {
  return bankOf(
    periods.flatMap((period) =>
      Array.from({ length: ORIENTATIONS }, (_, orientation) =>
        wavePair(tapsOf(orientation, deviation(period), true), period),
      ),
    ),
  );
}

function wavePair(
  taps: readonly Tap[],
  period: number,
): { taps: readonly Tap[]; even: number[]; odd: number[] } {
  const cosines = taps.map(({ distance }) => cosineOf(distance / period));
  const sines = taps.map(({ distance }) => cosineOf(distance / period - 0.25));
  const mass = taps.reduce((sum, { envelope }) => sum + envelope, 0);
  const mean = taps.reduce((sum, { envelope }, tap) => sum + envelope * cosines[tap]!, 0) / mass;
  const even = taps.map(({ envelope }, tap) => envelope * (cosines[tap]! - mean));
  const odd = taps.map(({ envelope }, tap) => envelope * sines[tap]!);
  const evenGain = even.reduce((sum, weight, tap) => sum + weight * cosines[tap]!, 0);
  const oddGain = odd.reduce((sum, weight, tap) => sum + weight * sines[tap]!, 0);
  return { taps, even: even.map((weight) => weight / evenGain), odd: odd.map((weight) => weight / oddGain) };
}

/** Cosine of a phase in turns, from the table with linear interpolation. */
function cosineOf(turns: number): number {
  const unit = (turns - Math.floor(turns)) * 256;
  const base = Math.floor(unit);
  const share = unit - base;
  return COSINE[base & 255]! * (1 - share) + COSINE[(base + 1) & 255]! * share;
}

/** Where each tap lies in an image `width` pixels wide. */
export function offsetsOf(bank: FilterBank, width: number): Int32Array {
  const offsets = new Int32Array(bank.x.length);
  for (let tap = 0; tap < offsets.length; tap++) offsets[tap] = bank.y[tap]! * width + bank.x[tap]!;
  return offsets;
}
