/**
 * What an evaluation compares: impressions by index, and the finger that each is of. The scores of its pairs stand in
 * arrays of equal length; a pair of one finger is genuine, of two fingers an impostor's.
 */
export interface ComparisonSet {
  /** Finger of each impression, numbered densely from 0. */
  readonly fingerOf: Uint32Array;
  /** Impressions compared: `probe[k]` with `reference[k]`. */
  readonly probe: Uint32Array;
  readonly reference: Uint32Array;
}

/** How impostor pairs are chosen; genuine pairs are always all pairs of one finger, each once. */
export type Protocol = "fvc" | "all-pairs";

/**
 * The pairs of the Fingerprint Verification Competitions: each impression against the later ones of its finger, and the
 * first impression of each finger against the first of every later finger. With `all-pairs` every impression of a
 * finger against every one of the later fingers, because few fingers cannot resolve a false match rate by their first
 * impressions alone. Where those are more than `mostImpostors`, that many are taken, spread evenly over them.
 *
 * @param fingers the finger of each impression; impressions of one finger in their order
 * @see Maio, Maltoni, Cappelli, Wayman, Jain: FVC2000, IEEE TPAMI 24(3), 2002, section 4
 */
export function comparisonsOf(
  fingers: readonly string[],
  protocol: Protocol,
  mostImpostors = Number.POSITIVE_INFINITY,
): ComparisonSet {
  const impressions = impressionsByFinger(fingers);
  const groups = [...impressions.values()];
  const probe: number[] = [];
  const reference: number[] = [];
  for (const group of groups)
    for (const [at, one] of group.entries())
      for (const other of group.slice(at + 1)) {
        probe.push(one);
        reference.push(other);
      }
  const compared = protocol === "fvc" ? groups.map((group) => group.slice(0, 1)) : groups;
  let before = 0;
  let total = 0;
  for (const group of compared) {
    total += before * group.length;
    before += group.length;
  }
  const step = Math.max(1, total / mostImpostors);
  let number = 0;
  let next = 0;
  for (const [at, group] of compared.entries())
    for (const other of compared.slice(at + 1))
      for (const one of group)
        for (const two of other) {
          if (number++ < next) continue;
          next += step;
          probe.push(one);
          reference.push(two);
        }
  const order = new Map([...impressions.keys()].map((finger, index) => [finger, index]));
  return {
    fingerOf: Uint32Array.from(fingers, (finger) => order.get(finger) ?? 0),
    probe: Uint32Array.from(probe),
    reference: Uint32Array.from(reference),
  };
}

function impressionsByFinger(fingers: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, finger] of fingers.entries()) {
    const group = groups.get(finger);
    if (group === undefined) groups.set(finger, [index]);
    else group.push(index);
  }
  return groups;
}
