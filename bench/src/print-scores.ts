import { type PreparedTemplate, prepare, type Template, verify } from "@accord/fingerprint";
import { comparisonsOf, errorRates, weightedScores } from "@accord/fingerprint/evaluate";

/** Similarities of all pairs of a set of impressions, in rising order: not calibrated scores, which end at 200. */
export interface PrintScores {
  readonly name: string;
  readonly genuine: Float64Array;
  readonly impostor: Float64Array;
  /** Equal error rate, a share. */
  readonly equalErrorRate: number;
}

export interface FingerTemplate {
  readonly finger: string;
  readonly template: Template;
}

/** Most impostor pairs compared. */
const IMPOSTORS = 10_000;

/** Compares the impressions of a set, each with the others of its finger and with those of other fingers. */
export function scoresOf(name: string, impressions: readonly FingerTemplate[]): PrintScores {
  const prepared: PreparedTemplate[] = impressions.map(({ template }) => prepare(template));
  const set = comparisonsOf(
    impressions.map(({ finger }) => finger),
    "all-pairs",
    IMPOSTORS,
  );
  const isGenuine = (pair: number) => set.fingerOf[set.probe[pair]!] === set.fingerOf[set.reference[pair]!];
  const score = Float64Array.from(
    set.probe,
    (probe, pair) => verify(prepared[probe]!, prepared[set.reference[pair]!]!).similarity,
  );
  return {
    name,
    genuine: score.filter((_, pair) => isGenuine(pair)).sort(),
    impostor: score.filter((_, pair) => !isGenuine(pair)).sort(),
    equalErrorRate: errorRates(weightedScores(score, isGenuine)).eer,
  };
}

/** @param sorted values in rising order */
export function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
