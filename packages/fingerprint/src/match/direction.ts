const UNITS_PER_RADIAN = 128 / Math.PI;

/**
 * Direction of a vector in units of 360/256 degrees counter-clockwise from the positive x axis, -128 to 128, not
 * rounded. By a polynomial (Abramowitz & Stegun 4.4.49, error below 1e-5 radians) rather than Math.atan2, which is
 * slower and may differ in the last digit between engines. 0 for the zero vector.
 */
export function directionOf(dx: number, dy: number): number {
  const width = Math.abs(dx);
  const height = Math.abs(dy);
  if (width + height === 0) return 0;
  const steep = height > width;
  const ratio = steep ? width / height : height / width;
  const square = ratio * ratio;
  let radians =
    ratio *
    (0.999866 + square * (-0.3302995 + square * (0.180141 + square * (-0.085133 + square * 0.0208351))));
  if (steep) radians = Math.PI / 2 - radians;
  if (dx < 0) radians = Math.PI - radians;
  if (dy < 0) radians = -radians;
  return radians * UNITS_PER_RADIAN;
}

/** Cosine and sine of whole units; rounded to single precision, so that they are the same in every engine. */
export const COSINE = Float32Array.from({ length: 256 }, (_, unit) => Math.cos((unit * Math.PI) / 128));
export const SINE = Float32Array.from({ length: 256 }, (_, unit) => Math.sin((unit * Math.PI) / 128));

/** Of a vector in single precision, in that precision, as kernels reckon four at a time. */
export function squaredLength(dx: number, dy: number): number {
  return Math.fround(Math.fround(dx * dx) + Math.fround(dy * dy));
}

/** Angle between two directions in units of 360/256 degrees, 0 to 128. */
export function angleBetween(one: number, other: number): number {
  const turn = (one - other) & 255;
  return turn > 128 ? 256 - turn : turn;
}
