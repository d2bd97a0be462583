/**
 * Filters along and across ridges: each block of pixels becomes the weighted sum of what lies at its filter's taps. Sums are
 * single precision and taps are taken in their order, so that the same in TypeScript gives the same bits.
 *
 * A plane is f32, `stride` bytes a row. Block b begins at pixel `places[b]` (i32, counted through the plane) and is filtered
 * by filter `filters[b]` (u16), whose taps stand from `starts[f]` to `starts[f + 1]` (i32): byte offset from the pixel (i32),
 * and an even and an odd weight (f32 each).
 */

/** Byte offsets of taps that lie so many pixels to the right and down (i8 each). */
export function layOutTaps(right: usize, down: usize, offsets: usize, taps: i32, stride: i32): void {
  for (let tap: i32 = 0; tap < taps; tap++) {
    const offset = <i32>load<i8>(down + <usize>tap) * stride + ((<i32>load<i8>(right + <usize>tap)) << 2);
    store<i32>(offsets + ((<usize>tap) << 2), offset);
  }
}

/** Even parts of blocks of 4 × 4 pixels. */
export function filterCells(
  source: usize,
  even: usize,
  stride: usize,
  places: usize,
  filters: usize,
  blocks: i32,
  starts: usize,
  offsets: usize,
  weights: usize,
): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const at = (<usize>load<i32>(places + ((<usize>block) << 2))) << 2;
    const range = starts + ((<usize>load<u16>(filters + ((<usize>block) << 1))) << 2);
    const end = <usize>load<i32>(range, 4);
    let first = f32x4.splat(0);
    let second = first;
    let third = first;
    let fourth = first;
    for (let tap = <usize>load<i32>(range); tap < end; tap++) {
      const weight = v128.load32_splat(weights + (tap << 3));
      let from = source + at + <usize>load<i32>(offsets + (tap << 2));
      first = f32x4.add(first, f32x4.mul(weight, v128.load(from)));
      from += stride;
      second = f32x4.add(second, f32x4.mul(weight, v128.load(from)));
      from += stride;
      third = f32x4.add(third, f32x4.mul(weight, v128.load(from)));
      from += stride;
      fourth = f32x4.add(fourth, f32x4.mul(weight, v128.load(from)));
    }
    let to = even + at;
    v128.store(to, first);
    to += stride;
    v128.store(to, second);
    to += stride;
    v128.store(to, third);
    to += stride;
    v128.store(to, fourth);
  }
}

/** Even parts of blocks of 4 pixels in a row. */
export function filterStrips(
  source: usize,
  even: usize,
  places: usize,
  filters: usize,
  blocks: i32,
  starts: usize,
  offsets: usize,
  weights: usize,
): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const at = (<usize>load<i32>(places + ((<usize>block) << 2))) << 2;
    const range = starts + ((<usize>load<u16>(filters + ((<usize>block) << 1))) << 2);
    const end = <usize>load<i32>(range, 4);
    let sum = f32x4.splat(0);
    for (let tap = <usize>load<i32>(range); tap < end; tap++) {
      const from = source + at + <usize>load<i32>(offsets + (tap << 2));
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(weights + (tap << 3)), v128.load(from)));
    }
    v128.store(even + at, sum);
  }
}

/** Even and odd parts of blocks of 2 pixels in a row. */
export function filterPairs(
  source: usize,
  even: usize,
  odd: usize,
  places: usize,
  filters: usize,
  blocks: i32,
  starts: usize,
  offsets: usize,
  weights: usize,
): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const at = (<usize>load<i32>(places + ((<usize>block) << 2))) << 2;
    const range = starts + ((<usize>load<u16>(filters + ((<usize>block) << 1))) << 2);
    const end = <usize>load<i32>(range, 4);
    let sum = f32x4.splat(0);
    for (let tap = <usize>load<i32>(range); tap < end; tap++) {
      const both = v128.load64_splat(weights + (tap << 3));
      const weight = v128.shuffle<f32>(both, both, 0, 0, 1, 1);
      const from = source + at + <usize>load<i32>(offsets + (tap << 2));
      sum = f32x4.add(sum, f32x4.mul(weight, v128.load64_splat(from)));
    }
    v128.store64_lane(even + at, sum, 0);
    v128.store64_lane(odd + at, sum, 1);
  }
}
