import { createHash } from "node:crypto";
import { type Share, shareOf } from "./wilson-interval.ts";

/** Pairs of one band of probability: how many there are, which are drawn for people to judge. */
export interface Stratum<Pair> {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  readonly drawn: readonly Pair[];
}

const BANDS = [0, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1];
/** A band is sampled by at least so many pairs, where it has them. */
const FEWEST_A_BAND = 10;

/**
 * Draws pairs for people to judge where no truth is known: from each band of probability, most where the model is
 * least sure (Neyman allocation by the deviation that the probability itself implies). Pairs are drawn by a hash of their
 * ids, so that the same run draws the same.
 */
export function clericalSample<Pair extends { left: string; right: string; probability: number }>(
  pairs: readonly Pair[],
  count: number,
): Stratum<Pair>[] {
  const bands = BANDS.slice(1)
    .map((to, at) => ({ from: BANDS[at] ?? 0, to }))
    .map(({ from, to }) => ({
      from,
      to,
      within: pairs.filter(({ probability: p }) => p >= from && (p < to || (to === 1 && p === 1))),
    }))
    .filter(({ within }) => within.length > 0);
  const spread = bands.map(({ from, to, within }) => {
    const middle = (from + to) / 2;
    return within.length * Math.sqrt(middle * (1 - middle));
  });
  const total = spread.reduce((sum, each) => sum + each, 0);
  return bands.map(({ from, to, within }, at) => {
    const share = Math.max(FEWEST_A_BAND, Math.round((count * (spread[at] ?? 0)) / total));
    const drawn = within
      .map((pair) => ({ pair, key: orderKey(pair) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, share)
      .map(({ pair }) => pair);
    return { from, to, pairs: within.length, drawn };
  });
}

function orderKey({ left, right }: { left: string; right: string }): string {
  return createHash("sha256").update(`${left}\u0000${right}`).digest("hex");
}

/** Estimates from what people judged; recall is of the pairs that blocking brought. */
export interface ClericalEstimate {
  readonly precision: Share;
  readonly recall: Share;
}

/**
 * Precision and recall at a threshold from a judged sample, each band weighed by how many pairs it stands for. The
 * intervals treat the weighed counts as the sample they come from.
 *
 * @param isSame what people found of a drawn pair; undefined where they could not tell, which counts as not drawn
 */
export function estimateFromSample<Pair extends { probability: number }>(
  strata: readonly Stratum<Pair>[],
  threshold: number,
  isSame: (pair: Pair) => boolean | undefined,
): ClericalEstimate {
  let [right, linked, same, judgedLinks, judgedSame] = [0, 0, 0, 0, 0];
  for (const { pairs, drawn } of strata) {
    const judged = drawn
      .map((pair) => ({ pair, same: isSame(pair) }))
      .filter((each) => each.same !== undefined);
    const weight = judged.length === 0 ? 0 : pairs / judged.length;
    for (const { pair, same: one } of judged) {
      const links = pair.probability >= threshold;
      linked += Number(links) * weight;
      same += Number(one === true) * weight;
      right += Number(links && one === true) * weight;
      judgedLinks += Number(links);
      judgedSame += Number(one === true);
    }
  }
  return {
    precision: scaled(linked === 0 ? Number.NaN : right / linked, judgedLinks),
    recall: scaled(same === 0 ? Number.NaN : right / same, judgedSame),
  };
}

function scaled(value: number, of: number): Share {
  return Number.isNaN(value) ? shareOf(0, 0) : { ...shareOf(value * of, of), value };
}
