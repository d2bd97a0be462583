/** One step from the prior to a pair's weight. */
export interface WaterfallStep {
  readonly label: string;
  readonly detail: string;
  /** What the step adds; of the first and last step, where they stand. */
  readonly bits: number;
  readonly from: number;
  readonly to: number;
  readonly kind: "prior" | "evidence" | "sum";
}

/** What a waterfall reads of a pair: a decided pair and its evidence. */
export interface WeighedEvidence {
  /** log2 odds before any evidence. */
  readonly prior: number;
  readonly evidence: readonly {
    readonly comparison: string;
    readonly level: string;
    readonly weight: number;
  }[];
}

/** From the prior over each piece of evidence, the strongest first, to the weight: what a person reads of a decision. */
export function waterfallOf({ prior, evidence }: WeighedEvidence): WaterfallStep[] {
  const steps: WaterfallStep[] = [
    { label: "before any evidence", detail: "", bits: prior, from: 0, to: prior, kind: "prior" },
  ];
  let at = prior;
  const strongestFirst = evidence.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  for (const { comparison, level, weight } of strongestFirst) {
    steps.push({
      label: comparison,
      detail: level,
      bits: weight,
      from: at,
      to: at + weight,
      kind: "evidence",
    });
    at += weight;
  }
  steps.push({ label: "together", detail: certainty(at), bits: at, from: 0, to: at, kind: "sum" });
  return steps;
}

/** Bits beyond which nobody tells probabilities apart. */
const BEYOND_TELLING = 20;

function certainty(bits: number): string {
  if (bits > BEYOND_TELLING) return "over 99.9999%";
  return bits < -BEYOND_TELLING ? "under 0.0001%" : percentOf(1 / (1 + 2 ** -bits));
}

/** A probability as a percentage with as many digits as set it apart from 0 and 100: 50%, 96.3%, 99.9997%. */
export function percentOf(probability: number): string {
  const rest = Math.min(probability, 1 - probability);
  const digits = rest <= 0 ? 0 : Math.min(6, Math.max(1, Math.ceil(-Math.log10(rest)) - 1));
  return `${Number((probability * 100).toFixed(digits))}%`;
}
