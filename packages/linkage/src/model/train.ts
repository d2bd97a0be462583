import { COMPARISONS } from "../comparisons.ts";
import {
  type Classes,
  expectationMaximisation,
  type LevelProbabilities,
  type PatternCounts,
  posteriors,
  weightedLevels,
} from "./expectation-maximisation.ts";
import { matesBetweenRegistries } from "./mates-between.ts";
import type { LinkageModel } from "./model.ts";
import { estimatePrior, sharesOf } from "./prior.ts";
import { exactRareAgreements, withLevel } from "./rare-agreements.ts";
import { averageSessions, tellsApart } from "./sessions.ts";
import type { TrainingSource } from "./training-source.ts";

const USUAL: LevelProbabilities = COMPARISONS.map(({ usual }) => usual);
const STRANGERS: LevelProbabilities = COMPARISONS.map(({ strangers }) => strangers);
/** The usual levels of strangers weigh as much as this many random pairs. */
const STRANGERS_STRENGTH = 300;
const EVEN: LevelProbabilities = COMPARISONS.map(({ levels }) => levels.map(() => 1 / levels.length));
/** Only pairs as likely as this teach the second training: doubtful ones are often relatives and namesakes. */
const CERTAIN = 0.9;
/** Neighbours are taken to compare as anybody does until this many pairs of them say otherwise. */
const NEIGHBOUR_STRENGTH = 2000;
/** Index of "one slip apart" among the levels of the comparisons that count them. */
const SLIP = 1;

/** Numbers issued in a row at one place are near each other more often than elsewhere, never less often. */
function nearSlips(far: readonly number[], near: readonly number[]): readonly number[] {
  return withLevel(far, SLIP, Math.max(far[SLIP] ?? 0, near[SLIP] ?? 0));
}

/** Trains a model without labels: u from random pairs, m by EM over the sessions in turn, the prior from both. */
export function trainModel(source: TrainingSource): LinkageModel {
  const matesWithin = weightedLevels(source.mates, undefined, EVEN, 3);
  const most = Math.min(source.leftCount, source.rightCount);
  let random: LevelProbabilities = weightedLevels(source.random, undefined, STRANGERS, STRANGERS_STRENGTH);
  const place = COMPARISONS.findIndex(({ name }) => name === "place");
  const nearOf = (far: LevelProbabilities, near: readonly (readonly number[])[]): LevelProbabilities =>
    near.map((levels, column) => {
      const own = far[column] ?? levels;
      if (source.slips[column] !== undefined) return nearSlips(own, levels);
      return column === place || source.exhausted[column] ? own : levels;
    });
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
