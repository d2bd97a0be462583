import { type GroupErrors, type LinkageResult, modelDigest } from "@accord/linkage";
import { print } from "../terminal.ts";
import { type Evaluation, evaluateRun, evaluationData, showEvaluation } from "./evaluate.ts";
import { groupErrors } from "./groups.ts";
import { writeModel } from "./model-file.ts";
import { writeReport } from "./report-folder.ts";
import { type LinkageOptions, type Prepared, prepare, runLinkage } from "./run.ts";
import { showSuggestion } from "./show-model.ts";
import { giveJson, isForPeople, showRun, showTraining } from "./tell.ts";
import { writeClusters, writeLinks } from "./write-links.ts";

export interface LinkOptions extends LinkageOptions {
  readonly all?: true;
  readonly clusters?: string;
  readonly group?: readonly string[];
}

export async function linkAction(left: string, right: string, options: LinkOptions): Promise<void> {
  await linkAndTell(left, right, options);
}

export async function dedupeAction(file: string, options: LinkOptions): Promise<void> {
  await linkAndTell(file, undefined, options);
}

async function linkAndTell(left: string, right: string | undefined, options: LinkOptions): Promise<void> {
  const prepared = await prepare(left, right, options);
  const people = isForPeople(options);
  const within = right === undefined;
  if (people && prepared.recognised !== undefined) showSuggestion(prepared.model, prepared.recognised);
  const result = await runLinkage(prepared, options);
  const evaluation = prepared.truth === undefined ? undefined : evaluateRun(result, prepared.truth, within);
  if (people) {
    print();
    if (result.training !== undefined) showTraining(result.training);
    showRun(result, within);
    if (evaluation !== undefined) showEvaluation(evaluation, false);
  }
  const groups =
    prepared.truth === undefined
      ? undefined
      : await groupErrors(prepared.input, result.model, result, prepared.truth, options.group ?? []);
  const written = await writeOutputs(prepared, result, options, evaluation, groups);
  if (people) for (const line of written) print(line);
  await giveJson(options, { ...runData(result, within, evaluation), groups });
}

/** Writes what the options ask for; a line for each file that was written. */
export async function writeOutputs(
  { input }: Prepared,
  result: LinkageResult,
  options: LinkOptions,
  evaluation: Evaluation | undefined,
  groups: readonly GroupErrors[] | undefined,
): Promise<string[]> {
  const { model, pairs, clusters } = result;
  const lines: string[] = [];
  if (options.out !== undefined) {
    const chosen = options.all === true ? pairs : pairs.filter(({ decision }) => decision !== "none");
    const clusterOf = new Map(clusters.flatMap((ids, at) => ids.map((id) => [id, at + 1] as const)));
    await writeLinks(options.out, model, chosen, input.right === undefined ? clusterOf : undefined);
    lines.push(`links and pairs for review: ${options.out}`);
  }
  if (options.clusters !== undefined) {
    await writeClusters(options.clusters, clusters);
    lines.push(`clusters: ${options.clusters}`);
  }
  if (options.writeModel !== undefined) {
    await writeModel(options.writeModel, model);
    lines.push(`model as trained: ${options.writeModel}`);
  }
  if (options.report !== undefined) {
    await writeReport(options.report, input, { model, result, evaluation, groups });
    lines.push(`report: ${options.report}/report.html`);
  }
  return lines;
}

/** A run for machines. */
export function runData(result: LinkageResult, within: boolean, evaluation: Evaluation | undefined): object {
  const of = (decision: string) => result.pairs.filter((pair) => pair.decision === decision).length;
  return {
    records: within ? [result.recordsLeft] : [result.recordsLeft, result.recordsRight],
    candidatePairs: result.blocking.candidatePairs,
    blocking: result.blocking,
    unusableComparisons: result.unusableComparisons,
    links: of("link"),
    review: of("adjudicate"),
    ...(within ? { clusters: result.clusters.length } : { oneToOne: result.oneToOne }),
    modelDigest: modelDigest(result.model),
    training: result.training,
    timesMilliseconds: result.timesMilliseconds,
    ...(evaluation === undefined ? {} : { evaluation: evaluationData(evaluation) }),
  };
}
