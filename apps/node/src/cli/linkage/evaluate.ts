import {
  type Accuracy,
  type AccuracyAtThreshold,
  accuracyByThreshold,
  accuracyOf,
  bestThreshold,
  type JudgedPair,
  type LinkageResult,
  type Reliability,
  reliabilityOf,
} from "@accord/linkage";
import { count, heading, print, table } from "../terminal.ts";
import type { Truth } from "./truth.ts";

/** How a run stands against the truth. */
export interface Evaluation {
  readonly described: string;
  readonly truePairs: number;
  readonly links: number;
  readonly rightLinks: number;
  /** Links of which the truth says nothing; they count neither as right nor as wrong. */
  readonly unknownLinks: number;
  readonly accuracy: Accuracy;
  /** True pairs among the pairs that were scored and kept: what blocking and keeping leave possible. */
  readonly truePairsScored: number;
  readonly byThreshold: readonly AccuracyAtThreshold[];
  readonly best: AccuracyAtThreshold | undefined;
  readonly reliability: Reliability;
}

/** The pairs that a run takes to be one person: its links, within one registry all pairs of each cluster. */
export function linkedPairs(
  result: LinkageResult,
  within: boolean,
): (readonly [left: string, right: string])[] {
  if (!within)
    return result.pairs.filter(({ decision }) => decision === "link").map(({ left, right }) => [left, right]);
  return result.clusters.flatMap((ids) =>
    ids.flatMap((one, at) => ids.slice(at + 1).map((other) => [one, other] as const)),
  );
}

export function evaluateRun(result: LinkageResult, truth: Truth, within: boolean): Evaluation {
  const links = linkedPairs(result, within);
  let [right, unknown] = [0, 0];
  for (const [one, other] of links) {
    const same = truth.isSame(one, other);
    right += Number(same === true);
    unknown += Number(same === undefined);
  }
  const judged: JudgedPair[] = [];
  for (const { left, right: other, probability } of result.pairs) {
    const same = truth.isSame(left, other);
    if (same !== undefined) judged.push({ probability, same });
  }
  const byThreshold = accuracyByThreshold(judged, truth.truePairs);
  return {
    described: truth.described,
    truePairs: truth.truePairs,
    links: links.length,
    rightLinks: right,
    unknownLinks: unknown,
    accuracy: accuracyOf(right, links.length - unknown, truth.truePairs),
    truePairsScored: judged.filter(({ same }) => same).length,
    byThreshold,
    best: bestThreshold(byThreshold),
    reliability: reliabilityOf(judged),
  };
}

const four = (value: number): string => (Number.isNaN(value) ? "none" : value.toFixed(4));

/** Precision, recall and F1 of the links, and what other thresholds would give. */
export function showEvaluation(evaluation: Evaluation, thresholds: boolean): void {
  const { accuracy, links, rightLinks, unknownLinks, truePairs, truePairsScored, best } = evaluation;
  const interval = ({ low, high }: { low: number; high: number }) =>
    `95% interval ${four(low)} to ${four(high)}`;
  print(`\n${heading(`Against the truth (${evaluation.described})`)}`);
  if (truePairs === 0) {
    print(
      "By it no two records are one person, so nothing can be measured. Where the entity is a part of the value, say which: --truth-pattern 'rec-(\\d+)-'.",
    );
    return;
  }
  print(
    `precision  ${four(accuracy.precision.value)}  ${count(rightLinks)} of ${count(links - unknownLinks)} linked pairs are right (${interval(accuracy.precision)})`,
  );
  print(
    `recall     ${four(accuracy.recall.value)}  ${count(rightLinks)} of ${count(truePairs)} true pairs are linked (${interval(accuracy.recall)})`,
  );
  print(`F1         ${four(accuracy.f1)}`);
  if (unknownLinks > 0) print(`${count(unknownLinks)} linked pairs have no truth and are left out`);
  print(`${count(truePairsScored)} true pairs were among the pairs scored and kept`);
  if (best !== undefined)
    print(`best F1 over thresholds, pair by pair: ${four(best.f1)} from ${best.threshold} on`);
  if (!thresholds) return;
  print(`\n${heading("If every pair from a threshold on were linked")}`);
  print(
    table(
      ["threshold", "precision", "recall", "F1"],
      evaluation.byThreshold.map((each) => [
        String(each.threshold),
        four(each.precision.value),
        four(each.recall.value),
        four(each.f1),
      ]),
    ),
  );
  const { brier, calibrationError, bins } = evaluation.reliability;
  print(`\n${heading("Whether probabilities mean what they say")}`);
  print(`Brier score ${four(brier)}, mean difference of stated and observed ${four(calibrationError)}`);
  print(
    table(
      ["stated", "observed", "pairs"],
      bins.map(({ stated, observed }) => [four(stated), four(observed.value), observed.of]),
    ),
  );
}

/** An evaluation for machines. */
export function evaluationData({ accuracy, ...rest }: Evaluation): object {
  return {
    ...rest,
    precision: accuracy.precision.value,
    recall: accuracy.recall.value,
    f1: accuracy.f1,
    precisionInterval: [accuracy.precision.low, accuracy.precision.high],
    recallInterval: [accuracy.recall.low, accuracy.recall.high],
  };
}
