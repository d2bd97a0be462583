import type { Filters } from "./segments.ts";
import type { Split } from "./subbands.ts";
import { addWeighted } from "./weighted-sum.ts";

/**
 * The parts of a filter that make even and odd samples. A sample of index n is the sum over j of
 * `taps[parity][j] * band[first + (n + lead) / 2 + j]`, the band continued beyond its ends by reflection.
 */
interface Phases {
  readonly taps: readonly [Float32Array, Float32Array];
  /** 0 where sample 0 has the second of each pair of taps, 1 where it has the first. */
  readonly lead: 0 | 1;
  readonly first: number;
  readonly reach: number;
}

/** How a band goes on beyond an end: about its last sample, or about the middle between it and its repetition. */
interface Reflection {
  readonly leftHalf: boolean;
  readonly rightHalf: boolean;
  /** Mirrored with opposite signs (high band of filters of even length). */
  readonly negated: boolean;
  /** A zero stands between the last sample and its mirror image. */
  readonly zeroAfterLast: boolean;
}

/**
 * Puts a picture together from its wavelet subbands, in place (IAFIS-IC-0110 annex A). All arithmetic is in single
 * precision and in the order of the taps, low band first, as in the reference decoder, so that pixels agree with it.
 */
export function synthesise(
  plane: Float32Array,
  width: number,
  splits: readonly Split[],
  filters: Filters,
): void {
  const even = filters.low.length % 2 === 0;
  const high = even ? filters.high.map((tap) => -tap) : filters.high;
  const low = phasesOf(filters.low, "low");
  const highPhases = phasesOf(high, "high");
  const scratch = new Float32Array(plane.length);
  for (const split of splits) {
    synthesiseColumns(plane, width, split, low, highPhases, scratch);
    synthesiseLines(plane, width, split, low, highPhases, scratch);
  }
}

function phasesOf(filter: Float32Array, band: "low" | "high"): Phases {
  const length = filter.length;
  const odd = length % 2 === 1;
  const pairs = odd ? (band === "low" ? (length - 1) / 2 : (length + 1) / 2) : length / 2;
  const everySecond = (start: number) => filter.filter((_, tap) => tap % 2 === start);
  return {
    taps: [everySecond(0), everySecond(1)],
    lead: pairs % 2 === 1 ? 0 : 1,
    first: -(pairs >> 1),
    reach: Math.ceil(length / 2) + 1,
  };
}

function reflectionOf(band: "low" | "high", length: number, filterLength: number): Reflection {
  const oddLine = length % 2 === 1;
  if (filterLength % 2 === 1) {
    return band === "low"
      ? { leftHalf: false, rightHalf: !oddLine, negated: false, zeroAfterLast: false }
      : { leftHalf: true, rightHalf: oddLine, negated: false, zeroAfterLast: false };
  }
  const leftHalf = filterLength >= 4;
  return band === "low"
    ? { leftHalf, rightHalf: !oddLine, negated: false, zeroAfterLast: false }
    : { leftHalf, rightHalf: true, negated: true, zeroAfterLast: oddLine };
}

/** Source of each sample of a continued band, from `first` on, and its sign. */
interface Continuation {
  readonly sources: Int32Array;
  readonly signs: Int8Array;
}

function continuation(length: number, first: number, count: number, rule: Reflection): Continuation {
  const sources = new Int32Array(count);
  const signs = new Int8Array(count).fill(1);
  for (let index = 0; index < count; index++) {
    let at = first + index;
    let sign = 1;
    for (let bounce = 0; (at < 0 || at >= length) && bounce < 64; bounce++) {
      if (rule.negated) sign = -sign;
      if (at < 0) at = rule.leftHalf ? -at - 1 : -at;
      else if (!rule.zeroAfterLast) at = rule.rightHalf ? 2 * length - 1 - at : 2 * (length - 1) - at;
      else if (at > length) at = 2 * length - at;
      else {
        at = length - 1;
        sign = 0;
      }
    }
    sources[index] = Math.max(0, Math.min(length - 1, at));
    signs[index] = sign;
  }
  return { sources, signs };
}

interface Halves {
  readonly lowStart: number;
  readonly highStart: number;
  readonly low: Continuation;
  readonly high: Continuation;
}

function halvesOf(length: number, inverted: boolean, low: Phases, high: Phases): Halves {
  const lowLength = (length + 1) >> 1;
  const highLength = length >> 1;
  const filterLengths = { low: lengthOf(low), high: lengthOf(high) };
  return {
    lowStart: inverted ? highLength : 0,
    highStart: inverted ? 0 : lowLength,
    low: continuation(
      lowLength,
      low.first,
      (length >> 1) + 2 + low.reach,
      reflectionOf("low", length, filterLengths.low),
    ),
    high: continuation(
      highLength,
      high.first,
      (length >> 1) + 2 + high.reach,
      reflectionOf("high", length, filterLengths.high),
    ),
  };
}

const lengthOf = (phases: Phases) => phases.taps[0].length + phases.taps[1].length;

/** Columns of a split, from the plane into `scratch` (packed, `split.width` a line); whole lines at a time. */
function synthesiseColumns(
  plane: Float32Array,
  width: number,
  split: Split,
  low: Phases,
  high: Phases,
  scratch: Float32Array,
): void {
  const halves = halvesOf(split.height, split.invertedY, low, high);
  const columns = split.width;
  const starts: number[] = [];
  const weights: number[] = [];
  const addBand = (y: number, phases: Phases, { sources, signs }: Continuation, firstLine: number) => {
    const taps = phases.taps[(y + 1 + phases.lead) & 1]!;
    const from = (y + phases.lead) >> 1;
    for (let tap = 0; tap < taps.length; tap++) {
      weights[tap] = taps[tap]! * signs[from + tap]!;
      starts[tap] = (firstLine + sources[from + tap]!) * width + split.x;
    }
    addWeighted(plane, starts, weights, taps.length, columns, scratch, y * columns, 1);
  };
  scratch.fill(0, 0, split.height * columns);
  for (let y = 0; y < split.height; y++) {
    addBand(y, low, halves.low, split.y + halves.lowStart);
    addBand(y, high, halves.high, split.y + halves.highStart);
  }
}

/** Lines of a split, from `scratch` back into the plane; the even samples of a line, then the odd ones. */
function synthesiseLines(
  plane: Float32Array,
  width: number,
  split: Split,
  low: Phases,
  high: Phases,
  scratch: Float32Array,
): void {
  const halves = halvesOf(split.width, split.invertedX, low, high);
  const lowBand = new Float32Array(halves.low.sources.length);
  const highBand = new Float32Array(halves.high.sources.length);
  const starts: number[] = [];
  for (let y = 0; y < split.height; y++) {
    const line = y * split.width;
    continued(scratch, line + halves.lowStart, halves.low, lowBand);
    continued(scratch, line + halves.highStart, halves.high, highBand);
    const target = (split.y + y) * width + split.x;
    plane.fill(0, target, target + split.width);
    for (const parity of [0, 1] as const) {
      const count = (split.width + 1 - parity) >> 1;
      for (const [phases, band] of [
        [low, lowBand],
        [high, highBand],
      ] as const) {
        const taps = phases.taps[(parity + 1 + phases.lead) & 1]!;
        for (let tap = 0; tap < taps.length; tap++) starts[tap] = ((parity + phases.lead) >> 1) + tap;
        addWeighted(band, starts, taps, taps.length, count, plane, target + parity, 2);
      }
    }
  }
}

function continued(
  line: Float32Array,
  start: number,
  { sources, signs }: Continuation,
  band: Float32Array,
): void {
  for (let index = 0; index < band.length; index++) {
    band[index] = line[start + sources[index]!]! * signs[index]!;
  }
}
