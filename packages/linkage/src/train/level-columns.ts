import type { LinkageModel } from "../document/linkage-model.ts";
import type { Classes } from "./expectation-maximisation.ts";

/** A model's probabilities by class. Neighbours and mates that a model does not know compare as strangers. */
export function levelColumns(model: LinkageModel): Classes {
  const column = (of: (level: LinkageModel["comparisons"][number]["levels"][number]) => number) =>
    model.comparisons.map(({ levels }) => levels.map(of));
  return {
    match: column(({ m }) => m),
    random: column(({ u }) => u),
    neighbours: column(({ neighbour, u }) => neighbour ?? u),
    mates: column(({ mate, u }) => mate ?? u),
  };
}

/** The model with the probabilities of the classes in place of its own. */
export function withClasses(model: LinkageModel, classes: Classes, hasMates: boolean): LinkageModel {
  return {
    ...model,
    comparisons: model.comparisons.map((comparison, column) => ({
      ...comparison,
      levels: comparison.levels.map((level, at) => ({
        ...level,
        m: classes.match[column]?.[at] ?? level.m,
        u: classes.random[column]?.[at] ?? level.u,
        neighbour: classes.neighbours[column]?.[at] ?? level.u,
        ...(hasMates ? { mate: classes.mates[column]?.[at] ?? level.u } : {}),
      })),
    })),
  };
}
