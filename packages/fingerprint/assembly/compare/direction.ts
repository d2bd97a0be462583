const UNITS_PER_RADIAN: f64 = 128 / Math.PI;

/** As in src/match/direction.ts: direction of a vector, -128 to 128. */
export function directionOf(dx: f64, dy: f64): f64 {
  const width = abs(dx);
  const height = abs(dy);
  if (width + height === 0) return 0;
  const steep = height > width;
  const ratio = steep ? width / height : height / width;
  const square = ratio * ratio;
  let radians: f64 =
    ratio *
    (0.999866 + square * (-0.3302995 + square * (0.180141 + square * (-0.085133 + square * 0.0208351))));
  if (steep) radians = Math.PI / 2 - radians;
  if (dx < 0) radians = Math.PI - radians;
  if (dy < 0) radians = -radians;
  return radians * UNITS_PER_RADIAN;
}

/** To the nearest whole number, halves up, as ECMAScript's Math.round. */
export function nearestWhole(value: f64): i32 {
  const whole = floor<f64>(value);
  return <i32>whole + (value - whole >= 0.5 ? 1 : 0);
}

export function angleBetween(one: i32, other: i32): i32 {
  const turn = (one - other) & 255;
  return turn > 128 ? 256 - turn : turn;
}
