import type { LinkageModel } from "../document/linkage-model.ts";
import type { Scheme } from "../document/scheme.ts";
import {
  type Classes,
  type LevelProbabilities,
  type PatternCounts,
  posteriors,
  weightedLevels,
} from "./expectation-maximisation.ts";
import { levelColumns } from "./level-columns.ts";
import { estimatePrior } from "./prior.ts";
import type { TrainingSource } from "./training-source.ts";

/** Fewer pairs than this between connected households say too little. */
const FEWEST_CONNECTED = 500;

/**
 * Trains again on all pairs of members of households that a certain match connects, that match left out. There,
 * no stranger is in question, so that matches and mates part cleanly: what matches do to names, births and roles
 * is seen without the bias of blocking, and how mates of two registries compare, noise of both clerks included.
 * What helped to choose these households (place, phone, identifiers) keeps its first training.
 *
 * @param connected patterns of those pairs.
 */
export function refineOnHouseholds(
  model: LinkageModel,
  scheme: Scheme,
  connected: PatternCounts,
  source: TrainingSource,
): LinkageModel {
  const total = connected.counts.reduce((a, b) => a + b, 0);
  if (total < FEWEST_CONNECTED) return model;
  const { match: first, random, neighbours, mates: before } = levelColumns(model);
  let match: LevelProbabilities = first;
  let mates: LevelProbabilities = before;
  const share = 1 / (1 + model.matesPerMatch);
  for (let round = 0; round < 5; round++) {
    const classes: Classes = { match, mates, random, neighbours };
    const found = posteriors(scheme, connected, classes, { match: share, mates: 1 - share - 1e-6 });
    mates = weightedLevels(connected, found.mates, before, 30);
    const seen = weightedLevels(connected, found.match, first, 30);
    match = model.comparisons.map(({ refinedOnHouseholds }, at) =>
      refinedOnHouseholds === true ? (seen[at] ?? []) : (first[at] ?? []),
    );
  }
  const classes: Classes = { match, mates, random, neighbours };
  return {
    ...model,
    prior: estimatePrior(scheme, source, classes, model.prior),
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
