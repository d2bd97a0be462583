/** Weighted pairs of two sides, by position; `odds` are log2. */
export interface WeightedPairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly odds: Float64Array;
}

export interface Assignment {
  /** 1 where the pair is in the assignment. */
  readonly chosen: Uint8Array;
  /**
   * Bits by which the assignment is better than the best one that disagrees about this pair: for a chosen
   * pair than without it, for another than with it.
   */
  readonly margin: Float64Array;
}

const SWAP_PASSES = 8;

/**
 * One-to-one assignment of the pairs: best first, then exchanges of one or two pairs for two while that raises the sum.
 * Equal weights fall to the lower positions, so that the result does not depend on the order of the input.
 *
 * @param excused whether a rival at the left or right of a chosen pair does not count against it.
 * @param least pairs of fewer bits are not considered; leaving two records apart counts as 0 bits.
 */
export function assignOneToOne(
  pairs: WeightedPairs,
  least: number,
  excused: (chosen: number, rival: number) => boolean = () => false,
): Assignment {
  const { left, right, odds } = pairs;
  const count = odds.length;
  const considered: number[] = [];
  for (let at = 0; at < count; at++) if ((odds[at] ?? 0) >= least) considered.push(at);
  considered.sort(
    (a, b) =>
      (odds[b] ?? 0) - (odds[a] ?? 0) || (left[a] ?? 0) - (left[b] ?? 0) || (right[a] ?? 0) - (right[b] ?? 0),
  );
  const byLeft = new Map<number, number>();
  const byRight = new Map<number, number>();
  const index = new Map<number, number>();
  const key = (one: number, other: number) => one * 2 ** 26 + other;
  for (const at of considered) {
    const [one, other] = [left[at] ?? 0, right[at] ?? 0];
    index.set(key(one, other), at);
    if (byLeft.has(one) || byRight.has(other)) continue;
    byLeft.set(one, at);
    byRight.set(other, at);
  }
  const ofRecord = (side: Int32Array) => {
    const lists = new Map<number, number[]>();
    for (const at of considered) {
      const record = side[at] ?? 0;
      const list = lists.get(record);
      if (list === undefined) lists.set(record, [at]);
      else list.push(at);
    }
    return lists;
  };
  const pairsOfLeft = ofRecord(left);
  const pairsOfRight = ofRecord(right);
  /** The chosen pairs that taking a pair would undo, and the best pair of the records that this sets free. */
  const crossing = (at: number) => {
    const ofLeft = byLeft.get(left[at] ?? 0);
    const ofRight = byRight.get(right[at] ?? 0);
    let rest: number | undefined;
    if (ofLeft !== undefined && ofRight !== undefined) {
      rest = index.get(key(left[ofRight] ?? 0, right[ofLeft] ?? 0));
    } else if (ofLeft !== undefined) {
      rest = pairsOfRight.get(right[ofLeft] ?? 0)?.find((other) => !byLeft.has(left[other] ?? 0));
    } else if (ofRight !== undefined) {
      rest = pairsOfLeft.get(left[ofRight] ?? 0)?.find((other) => !byRight.has(right[other] ?? 0));
    }
    return { ofLeft, ofRight, rest };
  };
  const gainOf = (at: number) => {
    const { ofLeft, ofRight, rest } = crossing(at);
    const worth = (pair: number | undefined) => (pair === undefined ? 0 : Math.max(0, odds[pair] ?? 0));
    return (odds[at] ?? 0) + worth(rest) - worth(ofLeft) - worth(ofRight);
  };
  for (let pass = 0; pass < SWAP_PASSES; pass++) {
    let swapped = false;
    for (const at of considered) {
      if (byLeft.get(left[at] ?? 0) === at || gainOf(at) <= 1e-9) continue;
      const { ofLeft, ofRight, rest } = crossing(at);
      for (const gone of [ofLeft, ofRight]) {
        if (gone === undefined) continue;
        byLeft.delete(left[gone] ?? 0);
        byRight.delete(right[gone] ?? 0);
      }
      for (const come of [at, rest]) {
        if (come === undefined) continue;
        byLeft.set(left[come] ?? 0, come);
        byRight.set(right[come] ?? 0, come);
      }
      swapped = true;
    }
    if (!swapped) break;
  }
  const chosen = new Uint8Array(count);
  const margin = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (const at of byLeft.values()) chosen[at] = 1;
  for (const at of considered) {
    if (chosen[at] === 1) continue;
    const loss = Math.max(0, -gainOf(at));
    margin[at] = loss;
    const { ofLeft, ofRight } = crossing(at);
    for (const rival of [ofLeft, ofRight]) {
      if (rival === undefined || excused(rival, at)) continue;
      margin[rival] = Math.min(margin[rival] ?? loss, loss);
    }
  }
  return { chosen, margin };
}
