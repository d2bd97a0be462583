/**
 * Turns of four vectors around the null, in the order given: 1 where they go once round from real to imaginary, -1 the
 * other way, 0 where they do not enclose it. Exact but for vectors that touch the null.
 */
export function winding(real: Float64Array, imaginary: Float64Array): number {
  let turns = 0;
  for (let index = 0; index < 4; index++) {
    const next = (index + 1) & 3;
    const from = imaginary[index]!;
    const to = imaginary[next]!;
    const side = real[index]! * to - real[next]! * from;
    if (from <= 0 && to > 0 && side > 0) turns++;
    else if (from > 0 && to <= 0 && side < 0) turns--;
  }
  return turns;
}
