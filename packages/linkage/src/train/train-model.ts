import type { LinkageModel } from "../document/linkage-model.ts";
import type { Scheme } from "../document/scheme.ts";
import {
  type Classes,
  expectationMaximisation,
  type LevelProbabilities,
  type PatternCounts,
  posteriors,
  weightedLevels,
} from "./expectation-maximisation.ts";
import { levelColumns, withClasses } from "./level-columns.ts";
import { matesBetweenRegistries } from "./mates-between.ts";
import { estimatePrior, sharesOf } from "./prior.ts";
import { exactRareAgreements, withLevel } from "./rare-agreements.ts";
import { averageSessions, reportSession, type SessionReport, type TrainedSession } from "./sessions.ts";
import type { TrainingSource } from "./training-source.ts";

/** The usual levels of strangers weigh as much as this many random pairs. */
const STRANGERS_STRENGTH = 300;
/** Only pairs as likely as this teach the second training: doubtful ones are often relatives and namesakes. */
const CERTAIN = 0.9;
/** Neighbours are taken to compare as anybody does until this many pairs of them say otherwise. */
const NEIGHBOUR_STRENGTH = 2000;
/** Index of "one slip apart" among the levels of the comparisons that count them. */
const SLIP = 1;

/** How training went, for whoever reviews the model. */
export interface TrainingReport {
  readonly sessions: readonly SessionReport[];
  /** Comparisons whose m no session trained, so that it is what is usual. */
  readonly untrained: readonly string[];
  /** Prior before and after. */
  readonly prior: { readonly before: number; readonly after: number };
  /** Largest change of a comparison's weights, in bits, by comparison. */
  readonly moved: readonly { readonly comparison: string; readonly bits: number }[];
  readonly labelledPairs: number;
}

/** Numbers issued in a row at one place are near each other more often than elsewhere, never less often. */
function nearSlips(far: readonly number[], near: readonly number[]): readonly number[] {
  return withLevel(far, SLIP, Math.max(far[SLIP] ?? 0, near[SLIP] ?? 0));
}

/**
 * Trains a model without labels: u from random pairs, m by EM over the sessions in turn, the prior from both. The
 * model's own m and u are what is usual, from which few pairs move little.
 */
export function trainModel(
  model: LinkageModel,
  scheme: Scheme,
  source: TrainingSource,
): { readonly model: LinkageModel; readonly report: TrainingReport } {
  const { match: usual, random: strangers } = levelColumns(model);
  const hasMates = source.matesPerMatch > 0;
  const even: LevelProbabilities = usual.map((levels) => levels.map(() => 1 / levels.length));
  const matesWithin = hasMates ? weightedLevels(source.mates, undefined, even, 3) : strangers;
  let random: LevelProbabilities = weightedLevels(source.random, undefined, strangers, STRANGERS_STRENGTH);
  const nearColumn = scheme.near?.[0];
  const nearOf = (far: LevelProbabilities, near: readonly (readonly number[])[]): LevelProbabilities =>
    near.map((levels, column) => {
      const own = far[column] ?? levels;
      if (source.slips[column] !== undefined) return nearSlips(own, levels);
      return column === nearColumn || source.exhausted[column] ? own : levels;
    });
  let neighbours = nearOf(random, weightedLevels(source.neighbours, undefined, random, NEIGHBOUR_STRENGTH));
  let match: LevelProbabilities = usual;
  let trainedOn = usual.map(() => 0);
  let reports: SessionReport[] = [];
  let prior = Math.min(0.5, source.expectedMatches / Math.max(1, source.possiblePairs));
  const matesOf = (of: LevelProbabilities) =>
    hasMates ? matesBetweenRegistries(scheme, matesWithin, random, of) : random;
  // Random pairs hold a few matches, which spoil u of rare agreements; the second and third turn weigh them out.
  for (let turn = 0; turn < 3; turn++) {
    const classes: Classes = { match: usual, mates: matesOf(usual), random, neighbours };
    const trained = source.sessions.map(
      ({ rule, patterns, presupposed }): TrainedSession => ({
        rule,
        presupposed,
        ...expectationMaximisation(scheme, patterns, classes, presupposed, { matesOf, hasMates }),
      }),
    );
    reports = trained.map((session) => reportSession(session));
    const believed = trained.filter((_, at) => reports[at]?.refused === undefined);
    ({ match, trainedOn } = averageSessions(usual, believed));
    // Each session sees only what its rule brings; all candidates together see every kind of error.
    for (let round = 0; round < 2; round++) {
      const whole = { match, mates: matesOf(match), random, neighbours };
      const { match: found } = posteriors(
        scheme,
        source.candidates,
        whole,
        sharesOf(prior, source.matesPerMatch),
      );
      const certain = found.map((one) => (one < CERTAIN ? 0 : one));
      match = weightedLevels(source.candidates, certain, match, 50);
    }
    match = withLabels(match, source.labelled);
    const trainedClasses: Classes = { match, mates: matesOf(match), random, neighbours };
    prior = estimatePrior(scheme, source, trainedClasses, prior);
    const unrelated = (drawn: PatternCounts) => {
      const found = posteriors(scheme, drawn, trainedClasses, sharesOf(prior, source.matesPerMatch));
      return found.match.map((one, row) => Math.max(0, 1 - one - (found.mates[row] ?? 0)));
    };
    const far = weightedLevels(source.random, unrelated(source.random), strangers, STRANGERS_STRENGTH);
    random = exactRareAgreements(scheme, source, trainedClasses, prior, far, strangers);
    neighbours = nearOf(
      random,
      weightedLevels(source.neighbours, unrelated(source.neighbours), random, NEIGHBOUR_STRENGTH),
    );
  }
  const trained = withClasses(model, { match, mates: matesOf(match), random, neighbours }, hasMates);
  const result: LinkageModel = {
    ...trained,
    prior,
    matesPerMatch: source.matesPerMatch,
    comparisons: trained.comparisons.map((comparison, column) => ({
      ...comparison,
      trainedOnPairs: Math.round(trainedOn[column] ?? 0),
    })),
  };
  return {
    model: result,
    report: {
      sessions: reports,
      untrained: scheme.names.filter((_, column) => (trainedOn[column] ?? 0) === 0),
      prior: { before: model.prior, after: prior },
      moved: movedBits(model, result),
      labelledPairs: labelledPairs(source),
    },
  };
}

/** Fewer judged matches than this say too little against what was learnt without them. */
const FEWEST_LABELS = 30;
/**
 * What was learnt without labels weighs as much as so many judged matches. People are mostly asked about doubtful
 * pairs, whose errors are not those of all matches, so that labels correct the estimate rather than replace it.
 */
const UNLABELLED_STRENGTH = 200;

function labelledPairs({ labelled }: TrainingSource): number {
  return [labelled?.matches, labelled?.others].reduce(
    (sum, patterns) => sum + (patterns?.counts.reduce((a, b) => a + b, 0) ?? 0),
    0,
  );
}

function withLabels(match: LevelProbabilities, labelled: TrainingSource["labelled"]): LevelProbabilities {
  const judged = labelled?.matches.counts.reduce((a, b) => a + b, 0) ?? 0;
  if (labelled === undefined || judged < FEWEST_LABELS) return match;
  return weightedLevels(labelled.matches, undefined, match, UNLABELLED_STRENGTH);
}

/** By how many bits the weights of each comparison moved at most. */
function movedBits(
  before: LinkageModel,
  after: LinkageModel,
): { readonly comparison: string; readonly bits: number }[] {
  return after.comparisons.map(({ name, levels }, column) => ({
    comparison: name,
    bits: levels.reduce((most, { m, u }, at) => {
      const old = before.comparisons[column]?.levels[at];
      if (old === undefined || old.m <= 0 || old.u <= 0 || m <= 0 || u <= 0) return most;
      return Math.max(most, Math.abs(Math.log2(m / u) - Math.log2(old.m / old.u)));
    }, 0),
  }));
}
