/**
 * Sine and cosine that give the same bits in every engine. ECMAScript leaves Math.sin, Math.cos and Math.pow (also `**` but
 * for squares) to the engine, and V8 changed them between Node 20 and today's browsers: qualities and scores would differ in
 * the last digits. Additions and products are exact to IEEE 754 everywhere, so that is all that is used here.
 *
 * Reduction to an eighth of a turn by Cody and Waite's splitting of π/2, then Taylor's series to the limit of doubles:
 * within 1.2e-16 of the true value for angles up to a thousand turns.
 */
const HALF_PI_HIGH = 1.5707963267341256; // the first 33 bits of π/2: products with whole numbers to 2^20 are exact
const HALF_PI_LOW = 6.077100506506192e-11;
const TWO_BY_PI = 0.6366197723675814;

const SINE_SERIES = series(3, 17);
const COSINE_SERIES = series(2, 18);

/** 1/n! with falling n, alternating in sign, from `last` down to `first` by two. */
function series(first: number, last: number): Float64Array {
  const terms: number[] = [];
  for (let power = last; power >= first; power -= 2) {
    let factorial = 1;
    for (let factor = 2; factor <= power; factor++) factorial *= factor;
    terms.push((power >> 1) % 2 === 1 ? -1 / factorial : 1 / factorial);
  }
  return Float64Array.from(terms);
}

/** Sine of an angle in radians, at most a few thousand. */
export function sine(radians: number): number {
  const quarter = Math.round(radians * TWO_BY_PI);
  return ofQuarter(radians - quarter * HALF_PI_HIGH - quarter * HALF_PI_LOW, quarter);
}

/** Cosine of an angle in radians, at most a few thousand. */
export function cosine(radians: number): number {
  const quarter = Math.round(radians * TWO_BY_PI);
  return ofQuarter(radians - quarter * HALF_PI_HIGH - quarter * HALF_PI_LOW, quarter + 1);
}

/** Sine of `rest` and so many right angles; |rest| at most π/4. */
function ofQuarter(rest: number, quarter: number): number {
  const square = rest * rest;
  let sum = 0;
  if ((quarter & 1) === 0) {
    for (let term = 0; term < SINE_SERIES.length; term++) sum = sum * square + SINE_SERIES[term]!;
    const value = rest + rest * square * sum;
    return (quarter & 2) === 0 ? value : -value;
  }
  for (let term = 0; term < COSINE_SERIES.length; term++) sum = sum * square + COSINE_SERIES[term]!;
  const value = 1 + square * sum;
  return (quarter & 2) === 0 ? value : -value;
}
