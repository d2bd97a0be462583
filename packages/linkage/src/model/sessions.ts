import { COMPARISONS, comparisonIndex } from "../comparisons.ts";
import type { LevelProbabilities } from "./expectation-maximisation.ts";

const FEWEST_MATCHES = 20;
/** Bits of evidence a true pair must yield on average in a session that is believed. */
const LEAST_BITS_APART = 6;
/** The same for the own name, where the session does not presuppose it: less means mates, not matches. */
const LEAST_OWN_NAME_BITS = 2;
const OWN_NAME = comparisonIndex("ownName");

/**
 * Whether a session found matches at all: where there are hardly any, the match class drifts to describe strangers,
 * and its comparisons no longer tell the classes apart.
 */
export function tellsApart(
  session: { readonly match: LevelProbabilities; readonly presupposed: readonly boolean[] },
  random: LevelProbabilities,
): boolean {
  let bits = 0;
  for (const [column, levels] of session.match.entries()) {
    if (session.presupposed[column]) continue;
    const own = levels.reduce((sum, m, level) => sum + m * Math.log2(m / (random[column]?.[level] ?? m)), 0);
    if (column === OWN_NAME && own < LEAST_OWN_NAME_BITS) return false;
    bits += own;
  }
  return bits >= LEAST_BITS_APART;
}

/** m of each comparison over all sessions that do not presuppose it, and on how many matches it was trained. */
export function averageSessions(
  sessions: readonly { match: LevelProbabilities; matches: number; presupposed: readonly boolean[] }[],
): { match: LevelProbabilities; trainedOn: number[] } {
  const trainedOn = COMPARISONS.map(() => 0);
  const match = COMPARISONS.map((comparison, column) => {
    const sums = comparison.usual.map((probability) => probability * 1e-3);
    for (const session of sessions) {
      if (session.presupposed[column] || session.matches < FEWEST_MATCHES) continue;
      // Sessions overlap, so that a large one counts for more but not in proportion.
      const weight = Math.sqrt(session.matches);
      trainedOn[column] = (trainedOn[column] ?? 0) + session.matches;
      for (const [level, probability] of (session.match[column] ?? []).entries()) {
        sums[level] = (sums[level] ?? 0) + weight * probability;
      }
    }
    const total = sums.reduce((a, b) => a + b, 0);
    return sums.map((sum) => sum / total);
  });
  return { match, trainedOn };
}
