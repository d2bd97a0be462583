import { COMPARISONS } from "../comparisons.ts";
import {
  type Classes,
  type LevelProbabilities,
  type PatternCounts,
  posteriors,
  weightedLevels,
} from "./expectation-maximisation.ts";
import type { LinkageModel } from "./model.ts";
import { estimatePrior } from "./prior.ts";
import type { TrainingSource } from "./training-source.ts";

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
