const { fround } = Math;

/**
 * Adds to `count` elements of `target` (from `at`, `stride` apart) the sums over k of
 * `weights[k] * source[starts[k] + i]`, in the order of k, each product and sum rounded to single precision.
 * The numbers of taps that the specification's filters have are written out: loops over so few cost more than the sums.
 */
export function addWeighted(
  source: Float32Array,
  starts: ArrayLike<number>,
  weights: ArrayLike<number>,
  terms: number,
  count: number,
  target: Float32Array,
  at: number,
  stride: number,
): void {
  let out = at;
  if (terms < 3 || terms > 5) {
    for (let term = 0; term < terms; term++) {
      const weight = fround(weights[term]!);
      const start = starts[term]!;
      out = at;
      for (let i = 0; i < count; i++, out += stride) {
        target[out] = fround(target[out]! + fround(source[start + i]! * weight));
      }
    }
    return;
  }
  const a = fround(weights[0]!);
  const b = fround(weights[1]!);
  const c = fround(weights[2]!);
  const atA = starts[0]!;
  const atB = starts[1]!;
  const atC = starts[2]!;
  if (terms === 3) {
    for (let i = 0; i < count; i++, out += stride) {
      let sum = fround(target[out]! + fround(source[atA + i]! * a));
      sum = fround(sum + fround(source[atB + i]! * b));
      target[out] = fround(sum + fround(source[atC + i]! * c));
    }
    return;
  }
  const d = fround(weights[3]!);
  const atD = starts[3]!;
  const e = terms === 5 ? fround(weights[4]!) : 0;
  const atE = terms === 5 ? starts[4]! : atD;
  for (let i = 0; i < count; i++, out += stride) {
    let sum = fround(target[out]! + fround(source[atA + i]! * a));
    sum = fround(sum + fround(source[atB + i]! * b));
    sum = fround(sum + fround(source[atC + i]! * c));
    sum = fround(sum + fround(source[atD + i]! * d));
    target[out] = terms === 5 ? fround(sum + fround(source[atE + i]! * e)) : sum;
  }
}
