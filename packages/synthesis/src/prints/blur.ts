/** A raster blurred by a Gaussian of `sigma` pixels, its edge carried outward. */
export function blurred(values: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const reach = Math.ceil(2.5 * sigma);
  if (reach === 0) return values;
  const taps = Float32Array.from({ length: 2 * reach + 1 }, (_, tap) =>
    Math.exp((-0.5 * (tap - reach) ** 2) / (sigma * sigma)),
  );
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  for (let tap = 0; tap < taps.length; tap++) taps[tap]! /= total;
  const across = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let tap = -reach; tap <= reach; tap++) {
        const column = x + tap < 0 ? 0 : x + tap >= width ? width - 1 : x + tap;
        sum += taps[tap + reach]! * values[y * width + column]!;
      }
      across[y * width + x] = sum;
    }
  }
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let tap = -reach; tap <= reach; tap++) {
      const row = y + tap < 0 ? 0 : y + tap >= height ? height - 1 : y + tap;
      const weight = taps[tap + reach]!;
      for (let x = 0; x < width; x++) out[y * width + x]! += weight * across[row * width + x]!;
    }
  }
  return out;
}
