import { COMPARISONS } from "../comparisons.ts";
import {
  type Classes,
  expectationMaximisation,
  type LevelProbabilities,
  type PatternCounts,
  posteriors,
  type Shares,
  weightedLevels,
} from "./expectation-maximisation.ts";
import type { LinkageModel } from "./model.ts";

/** One blocking rule's pairs, on which the comparisons it does not presuppose are trained. */
export interface TrainingSession {
  readonly patterns: PatternCounts;
  readonly presupposed: readonly boolean[];
}

export interface TrainingSource {
  /** Pairs drawn at random. */
  readonly random: PatternCounts;
  /** Pairs of one county drawn at random; empty where places are not known. */
  readonly neighbours: PatternCounts;
  /** Pairs of different members of one household within one registry. */
  readonly mates: PatternCounts;
  readonly sessions: readonly TrainingSession[];
  /** Every candidate pair. */
  readonly candidates: PatternCounts;
  /** Comparisons of which the candidates hold every pair that agrees. */
  readonly exhausted: readonly boolean[];
  readonly leftCount: number;
  readonly rightCount: number;
  /** Share of the records that are in a match, as a first guess. */
  readonly expectedShare: number;
  /** All pairs that could be compared. */
  readonly possiblePairs: number;
  /** Mean number of further members in a record's household. */
  readonly matesPerMatch: number;
  readonly nameFrequencies: LinkageModel["nameFrequencies"];
  readonly sharedIdentifierKinds: readonly string[];
}

const USUAL: LevelProbabilities = COMPARISONS.map(({ usual }) => usual);
const STRANGERS: LevelProbabilities = COMPARISONS.map(({ strangers }) => strangers);
/** The usual levels of strangers weigh as much as this many random pairs. */
const STRANGERS_STRENGTH = 300;
/** For agreements counted over all pairs, as many as this. */
const RARE_STRENGTH = 50_000;
const EVEN: LevelProbabilities = COMPARISONS.map(({ levels }) => levels.map(() => 1 / levels.length));
const FEWEST_MATCHES = 20;
/** Bits of evidence a true pair must yield on average in a session that is believed. */
const LEAST_BITS_APART = 6;
/** The same for the own name, where the session does not presuppose it: less means mates, not matches. */
const LEAST_OWN_NAME_BITS = 2;
const OWN_NAME = COMPARISONS.findIndex(({ name }) => name === "ownName");
/** Only pairs as likely as this teach the second training: doubtful ones are often relatives and namesakes. */
const CERTAIN = 0.9;
/** Neighbours are taken to compare as anybody does until this many pairs of them say otherwise. */
const NEIGHBOUR_STRENGTH = 2000;

/** Levels that agreement on what a household shares would show. */
const SHARED_LEVELS: readonly (readonly number[])[] = COMPARISONS.map(({ name }) =>
  name === "lineage" ? [0, 5] : [0],
);

/**
 * How household mates of two registries compare. What tells persons apart is measured on mates within a
 * registry. What a household shares passes through two clerks, so a mate who shares it compares as the person
 * would, and one who does not compares as a stranger would.
 */
function matesBetweenRegistries(
  within: LevelProbabilities,
  random: LevelProbabilities,
  match: LevelProbabilities,
): LevelProbabilities {
  return COMPARISONS.map(({ tells }, column) => {
    const own = within[column] ?? [];
    if (tells === "person") return own;
    const stranger = random[column] ?? [];
    const shown = (SHARED_LEVELS[column] ?? []).reduce((sum, level) => sum + (own[level] ?? 0), 0);
    const chance = (SHARED_LEVELS[column] ?? []).reduce((sum, level) => sum + (stranger[level] ?? 0), 0);
    const sharing = Math.max(0.02, Math.min(0.98, (shown - chance) / Math.max(1e-9, 1 - chance)));
    return own.map(
      (_, level) => sharing * (match[column]?.[level] ?? 0) + (1 - sharing) * (stranger[level] ?? 0),
    );
  });
}

/**
 * Whether a session found matches at all: where there are hardly any, the match class drifts to describe strangers,
 * and its comparisons no longer tell the classes apart.
 */
function tellsApart(
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

function averageSessions(
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

/**
 * Agreement of unrelated persons on an identifier or phone is too rare to be seen among random pairs. Where a
 * blocking rule brings every agreeing pair, u is counted over all of them instead, less the matches and mates.
 */
function exactRareAgreements(
  source: TrainingSource,
  classes: Classes,
  prior: number,
  random: LevelProbabilities,
): LevelProbabilities {
  const { candidates, possiblePairs } = source;
  const { match, mates } = posteriors(candidates, classes, sharesOf(prior, source.matesPerMatch));
  const width = COMPARISONS.length;
  return random.map((levels, column) => {
    if (source.exhausted[column] !== true) return levels;
    let unrelated = 0.5;
    for (const [row, count] of candidates.counts.entries()) {
      if (candidates.levels[row * width + column] !== 1) continue;
      unrelated += count * Math.max(0, 1 - (match[row] ?? 0) - (mates[row] ?? 0));
    }
    // The share of pairs that could be compared at all is that of the random pairs.
    const agree = Math.min(
      0.5,
      unrelated / (RARE_STRENGTH + possiblePairs * Math.max(0.01, comparableShare(source.random, column))),
    );
    return levels.map((level, index) =>
      index === 0 ? agree : (level / (1 - (levels[0] ?? 0))) * (1 - agree),
    );
  });
}

function comparableShare(random: PatternCounts, column: number): number {
  let comparable = 0;
  let all = 0;
  for (const [row, count] of random.counts.entries()) {
    all += count;
    if ((random.levels[row * COMPARISONS.length + column] ?? 0) > 0) comparable += count;
  }
  return all === 0 ? 0 : comparable / all;
}

/** Trains a model without labels: u from random pairs, m by EM over the sessions in turn, the prior from both. */
export function trainModel(source: TrainingSource): LinkageModel {
  const matesWithin = weightedLevels(source.mates, undefined, EVEN, 3);
  const most = Math.min(source.leftCount, source.rightCount);
  let random: LevelProbabilities = weightedLevels(source.random, undefined, STRANGERS, STRANGERS_STRENGTH);
  const place = COMPARISONS.findIndex(({ name }) => name === "place");
  const nearOf = (far: LevelProbabilities, near: readonly (readonly number[])[]): LevelProbabilities =>
    near.map((levels, column) =>
      column === place || source.exhausted[column] ? (far[column] ?? levels) : levels,
    );
  let neighbours = nearOf(random, weightedLevels(source.neighbours, undefined, random, NEIGHBOUR_STRENGTH));
  let match: LevelProbabilities = USUAL;
  let trainedOn = COMPARISONS.map(() => 0);
  let prior = Math.min(0.5, (source.expectedShare * most) / Math.max(1, source.possiblePairs));
  // Random pairs hold a few matches, which spoil u of rare agreements; the second and third turn weigh them out.
  for (let turn = 0; turn < 3; turn++) {
    const matesOf = (of: LevelProbabilities) => matesBetweenRegistries(matesWithin, random, of);
    const trained = source.sessions.map((session) => ({
      presupposed: session.presupposed,
      ...expectationMaximisation(
        session.patterns,
        { match: USUAL, mates: matesOf(USUAL), random, neighbours },
        session.presupposed,
        matesOf,
      ),
    }));
    const sessions = trained.filter((session) => tellsApart(session, random));
    ({ match, trainedOn } = averageSessions(sessions));
    // Each session sees only what its rule brings; all candidates together see every kind of error.
    for (let round = 0; round < 2; round++) {
      const whole = { match, mates: matesOf(match), random, neighbours };
      const { match: found } = posteriors(source.candidates, whole, sharesOf(prior, source.matesPerMatch));
      const certain = found.map((one) => (one < CERTAIN ? 0 : one));
      match = weightedLevels(source.candidates, certain, match, 50);
    }
    const classes: Classes = { match, mates: matesOf(match), random, neighbours };
    prior = estimatePrior(source, classes, prior);
    const unrelated = (drawn: PatternCounts) => {
      const found = posteriors(drawn, classes, sharesOf(prior, source.matesPerMatch));
      return found.match.map((one, row) => Math.max(0, 1 - one - (found.mates[row] ?? 0)));
    };
    const far = weightedLevels(source.random, unrelated(source.random), STRANGERS, STRANGERS_STRENGTH);
    random = exactRareAgreements(source, classes, prior, far);
    neighbours = nearOf(
      random,
      weightedLevels(source.neighbours, unrelated(source.neighbours), random, NEIGHBOUR_STRENGTH),
    );
  }
  const mates = matesBetweenRegistries(matesWithin, random, match);
  return {
    version: 1,
    prior,
    matesPerMatch: source.matesPerMatch,
    sharedIdentifierKinds: [...source.sharedIdentifierKinds].sort(),
    comparisons: COMPARISONS.map(({ name, levels }, column) => ({
      name,
      trainedOnPairs: Math.round(trainedOn[column] ?? 0),
      levels: levels.map((level, index) => ({
        level,
        m: match[column]?.[index] ?? 0,
        u: random[column]?.[index] ?? 0,
        neighbour: neighbours[column]?.[index] ?? 0,
        mate: mates[column]?.[index] ?? 0,
      })),
    })),
    nameFrequencies: source.nameFrequencies,
  };
}

/** Fewer pairs than this between connected households say too little. */
const FEWEST_CONNECTED = 500;

/**
 * Trains again on all pairs of members of households that a certain match connects, that match left out. There,
 * no stranger is in question, so that matches and mates part cleanly: what matches do to names, births and roles
 * is seen without the bias of blocking, and how mates of two registries compare, noise of both clerks included.
 * Place, phone and identifiers helped to choose these households and keep their first training.
 *
 * @param connected patterns of those pairs.
 */
export function refineOnHouseholds(
  model: LinkageModel,
  connected: PatternCounts,
  source: TrainingSource,
): LinkageModel {
  const total = connected.counts.reduce((a, b) => a + b, 0);
  if (total < FEWEST_CONNECTED) return model;
  const column = (of: "m" | "u" | "neighbour" | "mate") =>
    model.comparisons.map(({ levels }) => levels.map((one) => one[of]));
  const [first, random, neighbours, before] = [column("m"), column("u"), column("neighbour"), column("mate")];
  let match: LevelProbabilities = first;
  let mates: LevelProbabilities = before;
  const share = 1 / (1 + model.matesPerMatch);
  for (let round = 0; round < 5; round++) {
    const classes: Classes = { match, mates, random, neighbours };
    const found = posteriors(connected, classes, { match: share, mates: 1 - share - 1e-6 });
    mates = weightedLevels(connected, found.mates, before, 30);
    const seen = weightedLevels(connected, found.match, first, 30);
    match = COMPARISONS.map(({ name, tells }, at) =>
      (tells === "person" && name !== "identifier") || name === "lineage"
        ? (seen[at] ?? [])
        : (first[at] ?? []),
    );
  }
  const classes: Classes = { match, mates, random, neighbours };
  return {
    ...model,
    prior: estimatePrior(source, classes, model.prior),
    comparisons: model.comparisons.map((comparison, at) => ({
      ...comparison,
      levels: comparison.levels.map((level, index) => ({
        ...level,
        m: match[at]?.[index] ?? level.m,
        mate: mates[at]?.[index] ?? level.mate,
      })),
    })),
  };
}

/** The share of matches among all possible pairs, from the posteriors of the candidates, to a fixed point. */
function estimatePrior(source: TrainingSource, classes: Classes, from: number): number {
  const most = Math.min(source.leftCount, source.rightCount);
  let prior = from;
  for (let round = 0; round < 4; round++) {
    const { match: found } = posteriors(source.candidates, classes, sharesOf(prior, source.matesPerMatch));
    const expected = found.reduce((sum, one, row) => sum + one * (source.candidates.counts[row] ?? 0), 0);
    prior = Math.min(0.5, Math.max(0.5, Math.min(most, expected)) / Math.max(1, source.possiblePairs));
  }
  return prior;
}

/** Shares of matches and household mates among all possible pairs. */
export function sharesOf(prior: number, matesPerMatch: number): Shares {
  const match = Math.min(prior, 0.5);
  return { match, mates: Math.min(prior * matesPerMatch, 0.4) };
}
