import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import {
  explainPair,
  type GroupErrors,
  type LinkageModel,
  type LinkageResult,
  measureRecords,
  type ReportContent,
  reportFiles,
  unlinkableShares,
  waterfallOf,
} from "@accord/linkage";
import { count } from "../terminal.ts";
import type { Evaluation } from "./evaluate.ts";
import { filesOf, type Input, sourcesOf } from "./input.ts";

/** Writes the report of a run, or of a model alone, into a folder: a page, its data and each chart. */
export async function writeReport(
  folder: string,
  input: Input,
  run: {
    readonly model: LinkageModel;
    readonly result?: LinkageResult;
    readonly evaluation?: Evaluation | undefined;
    readonly groups?: readonly GroupErrors[] | undefined;
  },
): Promise<void> {
  const { model, result, evaluation, groups } = run;
  const { completeness, selfWeights } = await measureRecords(sourcesOf(input), model);
  const content: ReportContent = {
    title: `Linkage of ${filesOf(input)
      .map(({ path }) => basename(path))
      .join(" and ")}`,
    model,
    registries: filesOf(input).map(({ path }) => basename(path)),
    facts: result === undefined ? [] : factsOf(result, evaluation),
    completeness,
    unlinkables: unlinkableShares(selfWeights),
    examples: result === undefined ? undefined : examplesOf(model, result),
    accuracy: evaluation?.byThreshold,
    reliability: evaluation?.reliability,
    groups,
  };
  await mkdir(resolve(folder), { recursive: true });
  for (const [name, text] of reportFiles(content)) await writeFile(join(resolve(folder), name), text);
}

function factsOf(result: LinkageResult, evaluation: Evaluation | undefined): [string, string][] {
  const decided = (decision: string) =>
    count(result.pairs.filter((pair) => pair.decision === decision).length);
  const share = (value: number) => (Number.isNaN(value) ? "none" : value.toFixed(4));
  return [
    [
      "records",
      [result.recordsLeft, ...(result.clusters.length > 0 ? [] : [result.recordsRight])]
        .map(count)
        .join(" and "),
    ],
    ["candidate pairs", count(result.blocking.candidatePairs)],
    ["links", decided("link")],
    ["pairs to be reviewed by people", decided("adjudicate")],
    ["one to one", result.oneToOne ? "yes" : "no"],
    ...(evaluation === undefined
      ? []
      : ([
          ["precision", share(evaluation.accuracy.precision.value)],
          ["recall", share(evaluation.accuracy.recall.value)],
          ["F1", share(evaluation.accuracy.f1)],
        ] as [string, string][])),
  ];
}

/** The strongest pair, the doubtful one nearest to even odds, and the strongest that was not linked. */
function examplesOf(model: LinkageModel, { pairs }: LinkageResult): ReportContent["examples"] {
  const nearest = pairs.toSorted((a, b) => Math.abs(a.weight) - Math.abs(b.weight))[0];
  const chosen = [
    ["The surest link", pairs.find(({ decision }) => decision === "link")],
    ["The most doubtful pair", nearest],
    ["The surest pair that was not linked", pairs.find(({ decision }) => decision !== "link")],
  ] as const;
  const seen = new Set<unknown>();
  return chosen.flatMap(([title, pair]) => {
    if (pair === undefined || seen.has(pair)) return [];
    seen.add(pair);
    const steps = waterfallOf({ prior: pair.prior, evidence: explainPair(model, pair) });
    return [{ title: `${title}: ${pair.left} and ${pair.right}`, steps }];
  });
}
