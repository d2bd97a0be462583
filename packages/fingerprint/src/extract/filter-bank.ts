import { COSINE, decay, ORIENTATIONS, SINE } from "./directions.ts";

/**
 * One-dimensional filters laid along or across ridges in each of 128 orientations. Steps are one pixel along the axis
 * nearer to the line; between two pixels of the other axis values are interpolated (as in anisotropic Gaussian
 * filtering, Geusebroek, Smeulders and van de Weijer 2003).
 */
export interface FilterBank {
  /** Taps of filter `index` stand from `starts[index]` to `starts[index + 1]`. */
  readonly starts: Int32Array;
  /** How many pixels each tap lies to the right of the pixel that is filtered, and how many further down. */
  readonly right: Int8Array;
  readonly down: Int8Array;
  /** Even and odd weight of each tap, by turns; the odd are 0 for filters without an odd part. */
  readonly weights: Float32Array;
}

/** Filters end where their Gaussian has fallen to 4%. */
const DEVIATIONS = 2.5;

/** The taps of one filter, used again for the next. */
interface Taps {
  count: number;
  readonly right: Int8Array;
  readonly down: Int8Array;
  /** Signed distance from the centre along the line, in pixels. */
  readonly distance: Float64Array;
  readonly envelope: Float64Array;
}

/** The taps under a Gaussian along a line of the given orientation, or across it. */
function layTaps(taps: Taps, orientation: number, deviation: number, across: boolean): void {
  // Pixel coordinates, y down: along (cos, -sin), across (sin, cos).
  const dx = across ? SINE[orientation]! : COSINE[orientation]!;
  const dy = across ? COSINE[orientation]! : -SINE[orientation]!;
  const steep = Math.abs(dy) > Math.abs(dx);
  const major = steep ? dy : dx;
  const slope = (steep ? dx : dy) / major;
  const reach = Math.floor(DEVIATIONS * deviation * Math.abs(major));
  taps.count = 0;
  for (let step = -reach; step <= reach; step++) {
    const minor = Math.floor(step * slope);
    const share = step * slope - minor;
    const distance = step / major;
    const height = decay(-0.5 * (distance / deviation) ** 2);
    for (let side = 0; side < 2; side++) {
      const part = side === 0 ? 1 - share : share;
      if (part === 0) continue;
      taps.right[taps.count] = steep ? minor + side : step;
      taps.down[taps.count] = steep ? step : minor + side;
      taps.distance[taps.count] = distance;
      taps.envelope[taps.count] = height * part;
      taps.count++;
    }
  }
}

/** A filter for each deviation and, within it, orientation; `weigh` sets the weights of its taps. */
function bankOf(
  deviations: readonly number[],
  across: boolean,
  weigh: (taps: Taps, weights: Float32Array, deviation: number) => void,
): FilterBank {
  const most = deviations.reduce(
    (sum, deviation) => sum + 2 * (2 * Math.floor(DEVIATIONS * deviation) + 1),
    0,
  );
  const right = new Int8Array(most * ORIENTATIONS);
  const down = new Int8Array(most * ORIENTATIONS);
  const weights = new Float32Array(2 * most * ORIENTATIONS);
  const starts = new Int32Array(deviations.length * ORIENTATIONS + 1);
  const taps: Taps = {
    count: 0,
    right: new Int8Array(most),
    down: new Int8Array(most),
    distance: new Float64Array(most),
    envelope: new Float64Array(most),
  };
  let filter = 0;
  let end = 0;
  for (const [unit, deviation] of deviations.entries()) {
    for (let orientation = 0; orientation < ORIENTATIONS; orientation++) {
      layTaps(taps, orientation, deviation, across);
      right.set(taps.right.subarray(0, taps.count), end);
      down.set(taps.down.subarray(0, taps.count), end);
      weigh(taps, weights.subarray(2 * end, 2 * (end + taps.count)), unit);
      end += taps.count;
      starts[++filter] = end;
    }
  }
  return {
    starts,
    right: right.slice(0, end),
    down: down.slice(0, end),
    weights: weights.slice(0, 2 * end),
  };
}

/** Gaussian means along ridges, a filter for each orientation. */
export function smoothingBank(deviation: number): FilterBank {
  return bankOf([deviation], false, ({ count, envelope }, weights) => {
    let sum = 0;
    for (let tap = 0; tap < count; tap++) sum += envelope[tap]!;
    for (let tap = 0; tap < count; tap++) weights[2 * tap] = envelope[tap]! / sum;
  });
}

/**
 * Gabor's pair across ridges, 128 filters for each period one after the other: a cosine and a sine of the period under a
 * Gaussian, the cosine freed of its mean. A wave of unit height and that period gives a vector of unit length.
 *
 * @param deviation of the Gaussian for a period, both in pixels
 */
export function waveBank(periods: readonly number[], deviation: (period: number) => number): FilterBank {
  return bankOf(periods.map(deviation), true, (taps, weights, unit) =>
    weighWave(taps, weights, periods[unit]!),
  );
}

function weighWave({ count, distance, envelope }: Taps, weights: Float32Array, period: number): void {
  let mass = 0;
  let mean = 0;
  for (let tap = 0; tap < count; tap++) {
    mass += envelope[tap]!;
    mean += envelope[tap]! * cosineOf(distance[tap]! / period);
  }
  mean /= mass;
  let evenGain = 0;
  let oddGain = 0;
  for (let tap = 0; tap < count; tap++) {
    const cosine = cosineOf(distance[tap]! / period);
    const sine = cosineOf(distance[tap]! / period - 0.25);
    evenGain += envelope[tap]! * (cosine - mean) * cosine;
    oddGain += envelope[tap]! * sine * sine;
  }
  for (let tap = 0; tap < count; tap++) {
    weights[2 * tap] = (envelope[tap]! * (cosineOf(distance[tap]! / period) - mean)) / evenGain;
    weights[2 * tap + 1] = (envelope[tap]! * cosineOf(distance[tap]! / period - 0.25)) / oddGain;
  }
}

/** Cosine of a phase in turns, from the table with linear interpolation. */
function cosineOf(turns: number): number {
  const unit = (turns - Math.floor(turns)) * 256;
  const base = Math.floor(unit);
  const share = unit - base;
  return COSINE[base & 255]! * (1 - share) + COSINE[(base + 1) & 255]! * share;
}
