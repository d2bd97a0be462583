import { z } from "zod";
import { COMPARISONS } from "../comparisons.ts";

const probability = z.number().min(0).max(1);

const Level = z.strictObject({
  level: z.string(),
  /** P(level | same person). */
  m: probability,
  /** P(level | unrelated persons). */
  u: probability,
  /** P(level | unrelated persons of one county). */
  neighbour: probability,
  /** P(level | two members of one household, different persons). */
  mate: probability,
});

const NameFrequencies = z.strictObject({
  /** Share of records by name skeleton, for the commoner ones. */
  common: z.record(z.string(), probability),
  /** Share assumed for every other skeleton. */
  rare: probability,
  /** Probability that two unrelated persons share a skeleton: the sum of squared shares. */
  agreement: probability,
});

/**
 * A trained model. Scoring with it is deterministic; its JSON may be reviewed, signed and shared. It holds
 * frequencies of common names but no record.
 */
export const LinkageModel = z
  .strictObject({
    version: z.literal(1),
    /** Probability that a pair drawn at random is one person. */
    prior: probability,
    /** Pairs of different members of one household for each matching pair. */
    matesPerMatch: z.number().min(0),
    /** Identifier kinds that members of a household share. */
    sharedIdentifierKinds: z.array(z.string()),
    comparisons: z.array(
      z.strictObject({ name: z.string(), trainedOnPairs: z.number().min(0), levels: z.array(Level).min(2) }),
    ),
    nameFrequencies: z.strictObject({
      own: NameFrequencies,
      father: NameFrequencies,
      grandfather: NameFrequencies,
    }),
  })
  .refine(
    (model) =>
      model.comparisons.length === COMPARISONS.length &&
      COMPARISONS.every((comparison, index) => {
        const own = model.comparisons[index];
        return (
          own?.name === comparison.name &&
          own.levels.map(({ level }) => level).join() === comparison.levels.join()
        );
      }),
    { error: "the comparisons or their levels are not those of this version" },
  );
export type LinkageModel = z.infer<typeof LinkageModel>;
export type NameFrequencies = z.infer<typeof NameFrequencies>;
