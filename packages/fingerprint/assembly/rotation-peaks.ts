/**
 * For each finger of a block the most votes that one rotation got, and the counters made zero again.
 *
 * Counters are bytes, sector by sector: that of finger f in sector s stands at `counters + s * fingers + f`. A rotation
 * lies in a sector or on the edge of two, so neighbouring sectors (the last is next to the first) are added, at most 255.
 *
 * @param fingers a multiple of 16
 * @param sectors at least 2
 * @param used the first so many fingers are read and made zero, rounded up to 16
 */
export function rotationPeaks(counters: usize, peaks: usize, fingers: i32, sectors: i32, used: i32): void {
  const zero = i8x16.splat(0);
  for (let finger: i32 = 0; finger < used; finger += 16) {
    let at = counters + <usize>finger;
    const first = v128.load(at);
    v128.store(at, zero);
    let previous = first;
    let most = zero;
    for (let sector: i32 = 1; sector < sectors; sector++) {
      at += <usize>fingers;
      const votes = v128.load(at);
      v128.store(at, zero);
      most = i8x16.max_u(most, i8x16.add_sat_u(previous, votes));
      previous = votes;
    }
    v128.store(peaks + <usize>finger, i8x16.max_u(most, i8x16.add_sat_u(previous, first)));
  }
}
