/** What the charts of a model read of it; a model document is one. */
export interface ReportedModel {
  readonly comparisons: readonly {
    readonly name: string;
    readonly levels: readonly { readonly label: string; readonly m: number; readonly u: number }[];
    readonly trainedOnPairs?: number | undefined;
  }[];
  readonly prior: number;
  readonly thresholds: { readonly link: number; readonly review: number };
}

/** One level of a comparison with what it weighs. */
export interface LevelWeight {
  readonly comparison: string;
  readonly level: string;
  /** P(level | one person). */
  readonly m: number;
  /** P(level | two persons drawn at random). */
  readonly u: number;
  /** log2(m / u): positive speaks for one person. */
  readonly bits: number;
}

/** Probabilities under this are as good as none: they would weigh without limit. */
const LEAST = 1e-9;

/** The weight of every level of a model, comparison by comparison. */
export function levelWeights(model: ReportedModel): LevelWeight[] {
  return model.comparisons.flatMap(({ name, levels }) =>
    levels.map(({ label, m, u }) => ({
      comparison: name,
      level: label,
      m,
      u,
      bits: Math.log2(Math.max(m, LEAST) / Math.max(u, LEAST)),
    })),
  );
}
