/** A neighbouring pair's residual counts half at this distance in pixels. */
const REACH = 40;
/** By squared distance in steps; beyond the end, where a residual counts one in 257, nothing. */
const STEP = 16;
const END_SQUARED = 16 * REACH * REACH;
const WEIGHT = Float32Array.from({ length: END_SQUARED / STEP }, (_, step) => {
  const nearness = ((step + 0.5) * STEP) / (REACH * REACH);
  return 1 / (1 + nearness * nearness);
});

/**
 * How much each minutia's residual tells of where each other one of the same impression is to be expected: a matter of
 * their distance alone, so found once an impression, when it is first paired, rather than once a comparison.
 */
export class BendWeights {
  #count = -1;
  #weights = new Float32Array(0);

  /** Must be called when the minutiae have changed. */
  clear(): void {
    this.#count = -1;
  }

  /** The weights, 0 to 1, `count` by `count`, row by row; a minutia tells nothing of itself. */
  between(count: number, x: Float32Array, y: Float32Array): Float32Array {
    if (this.#count !== count) this.#fill(count, x, y);
    return this.#weights;
  }

  #fill(count: number, x: Float32Array, y: Float32Array): void {
    if (this.#weights.length < count * count) this.#weights = new Float32Array(count * count);
    const weights = this.#weights;
    for (let one = 0; one < count; one++) {
      const atX = x[one]!;
      const atY = y[one]!;
      weights[one * count + one] = 0;
      for (let other = one + 1; other < count; other++) {
        const dx = x[other]! - atX;
        const dy = y[other]! - atY;
        const squared = dx * dx + dy * dy;
        const weight = squared >= END_SQUARED ? 0 : WEIGHT[(squared / STEP) | 0]!;
        weights[one * count + other] = weight;
        weights[other * count + one] = weight;
      }
    }
    this.#count = count;
  }
}
