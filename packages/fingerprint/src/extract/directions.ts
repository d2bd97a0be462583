/**
 * Orientations of ridges in units of 360/256 degrees, counter-clockwise from the positive x axis as seen on the image, as
 * the angles of ISO/IEC 19794-2. A ridge has no head and no tail, so its orientation runs from 0 to 127.
 *
 * Sines and arctangents come from series of additions and multiplications only, which every engine rounds alike;
 * `Math.sin` and `Math.atan2` may differ in the last digit from one engine to the next.
 */
export const ORIENTATIONS = 128;
const TURN = 256;

/** Sine of 0 to 255 units. */
export const SINE = Float64Array.from({ length: TURN }, (_, unit) => sineOf(unit));
export const COSINE = Float64Array.from({ length: TURN }, (_, unit) => SINE[(unit + TURN / 4) % TURN]!);

function sineOf(unit: number): number {
  if (unit > 128) return -sineOf(unit - 128);
  if (unit > 64) return sineOf(128 - unit);
  const angle = (unit * Math.PI) / 128;
  let term = angle;
  let sum = angle;
  for (let order = 3; order < 24; order += 2) {
    term *= -(angle * angle) / (order * (order - 1));
    sum += term;
  }
  return sum;
}

/** The direction of (x, y), y up, in units from 0 (inclusive) to 256 (exclusive); 0 for the null vector. Error below 0.01 units. */
export function directionOf(x: number, y: number): number {
  const ax = x < 0 ? -x : x;
  const ay = y < 0 ? -y : y;
  if (ax + ay === 0) return 0;
  const ratio = ax > ay ? ay / ax : ax / ay;
  const square = ratio * ratio;
  // Minimax polynomial of atan on 0…1 (Abramowitz and Stegun 4.4.47), in units: 128/π = 40.7437.
  let unit =
    40.74366543 *
    ratio *
    (0.999866 + square * (-0.3302995 + square * (0.180141 + square * (-0.085133 + square * 0.0208351))));
  if (ay > ax) unit = 64 - unit;
  if (x < 0) unit = 128 - unit;
  if (y < 0) unit = 256 - unit;
  return unit >= 256 ? unit - 256 : unit;
}

/** exp(x) for -40 <= x <= 0 by squaring a series: additions and multiplications only. */
export function decay(x: number): number {
  const small = x / 1024;
  let value = 1 + small * (1 + small * (1 / 2 + small * (1 / 6 + small * (1 / 24))));
  for (let doubling = 0; doubling < 10; doubling++) value *= value;
  return value;
}
