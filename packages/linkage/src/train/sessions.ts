import type { Estimate, LevelProbabilities } from "./expectation-maximisation.ts";

const FEWEST_MATCHES = 20;
/** Bits of evidence a true pair must yield on average in a session that is believed. */
const LEAST_BITS_APART = 6;
/** A session with hardly any matches describes the most alike strangers instead. */
const LEAST_MATCH_SHARE = 0.01;

/** A session's outcome and whether the model takes it. */
export interface SessionReport {
  readonly rule: string;
  readonly pairs: number;
  readonly matches: number;
  readonly rounds: number;
  readonly converged: boolean;
  /** Bits of evidence a true pair yields on average, over the comparisons trained here. */
  readonly bitsApart: number;
  /** Why the session was not used, where it was not. */
  readonly refused?: "too few matches" | "matches not told apart" | undefined;
}

export interface TrainedSession extends Estimate {
  readonly rule: string;
  readonly presupposed: readonly boolean[];
}

/** Judges whether a session identified matches at all. */
export function reportSession(session: TrainedSession): SessionReport {
  const few = session.matches < FEWEST_MATCHES || session.matches < LEAST_MATCH_SHARE * session.pairs;
  const { rule, pairs, matches, bitsApart, rounds, converged } = session;
  return {
    rule,
    pairs,
    matches,
    rounds,
    converged,
    bitsApart,
    ...(few
      ? { refused: "too few matches" as const }
      : bitsApart < LEAST_BITS_APART
        ? { refused: "matches not told apart" as const }
        : {}),
  };
}

/** m of each comparison over all sessions that do not presuppose it, and on how many matches it was trained. */
export function averageSessions(
  usual: LevelProbabilities,
  sessions: readonly TrainedSession[],
): { match: LevelProbabilities; trainedOn: number[] } {
  const trainedOn = usual.map(() => 0);
  const match = usual.map((levels, column) => {
    const sums = levels.map((probability) => probability * 1e-3);
    for (const session of sessions) {
      if (session.presupposed[column]) continue;
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
