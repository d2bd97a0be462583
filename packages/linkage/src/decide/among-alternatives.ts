/** Odds beyond this are as good as certain; so no quotient of infinities arises. */
const MOST_PROBABLE = 1 - 1e-12;

interface Probable {
  readonly left: string;
  readonly right: string;
  readonly probability: number;
}

/**
 * The probability of each pair given the others, where a person of one registry is at most one of the other. A pair's own
 * `probability` weighs it against strangers and relatives as such; of several pairs of one person, at most one can be
 * right, so each is weighed against its alternatives, too: o / (1 + Σ o'), over the odds o' of all pairs that share a
 * record with it, itself included. This is the posterior of the exclusive alternatives where they share one record, and
 * an approximation where they branch further.
 *
 * @returns probabilities in the order of the pairs
 * @see M. Fortini, B. Liseo, A. Nuccitelli, M. Scanu: On Bayesian record linkage, Research in Official Statistics 4, 2001,
 * for the exact posterior over one-to-one assignments
 */
export function probabilitiesAmongAlternatives(pairs: readonly Probable[]): Float64Array {
  const left = new Map<string, number>();
  const right = new Map<string, number>();
  for (const pair of pairs) {
    left.set(pair.left, (left.get(pair.left) ?? 0) + oddsOf(pair));
    right.set(pair.right, (right.get(pair.right) ?? 0) + oddsOf(pair));
  }
  return Float64Array.from(pairs, (pair) => {
    const own = oddsOf(pair);
    return own / (1 + left.get(pair.left)! + right.get(pair.right)! - own);
  });
}

function oddsOf({ probability }: Probable): number {
  const bounded = Math.min(probability, MOST_PROBABLE);
  return bounded / (1 - bounded);
}
