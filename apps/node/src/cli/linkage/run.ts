import {
  dedupe,
  type Label,
  LinkageError,
  type LinkageModel,
  type LinkageResult,
  link,
  type RecognisedColumn,
  type RunOptions,
  readColumns,
  suggest,
} from "@accord/linkage";
import { usageError } from "../failure.ts";
import { columnsNamed, filesOf, type Input, openInput, sourcesOf } from "./input.ts";
import { readModel } from "./model-file.ts";
import { runProgress } from "./run-progress.ts";
import { readPairs, readTruth, type Truth, type TruthOptions, truthColumns } from "./truth.ts";

/** What every linkage command may be told. */
export interface LinkageOptions extends TruthOptions {
  readonly json?: true | string;
  readonly model?: string;
  readonly writeModel?: string;
  readonly id?: string;
  readonly ignore?: readonly string[];
  readonly threshold?: number;
  readonly review?: number;
  readonly oneToOne?: boolean;
  readonly retrain?: true;
  readonly labels?: string;
  readonly maxPairs?: number;
  readonly memory?: number;
  readonly threads?: number;
  readonly resume?: string;
  readonly out?: string;
  readonly report?: string;
}

/** Everything a command starts from. */
export interface Prepared {
  readonly input: Input;
  readonly model: LinkageModel;
  /** What the columns were taken to be, where the model was suggested. */
  readonly recognised: readonly RecognisedColumn[] | undefined;
  readonly truth: Truth | undefined;
}

/** Opens the files, reads or suggests the model, and reads the truth, which the model must not compare. */
export async function prepare(
  left: string,
  right: string | undefined,
  options: LinkageOptions,
): Promise<Prepared> {
  const input = await openInput(left, right);
  const truths = truthColumns(input, options);
  const ids = options.id === undefined ? undefined : columnsNamed(input, options.id, "any");
  const ignored = [
    ...truths,
    ...(ids ?? []),
    ...(options.ignore ?? []).flatMap((name) => columnsNamed(input, name, "any")),
  ];
  const given = options.model === undefined ? undefined : await readModel(options.model);
  const suggestion = given === undefined ? await suggest(sourcesOf(input), ignored) : undefined;
  const suggested = given ?? suggestion?.model;
  if (suggested === undefined) throw new Error("a model is either given or suggested");
  const id = ids ?? suggested.id ?? (await asIds(input, truths));
  const model = { ...suggested, ...(id === undefined ? {} : { id: [...id] }) };
  refuseTruthAsEvidence(model, truths, options.model ?? "the suggested model");
  return {
    input,
    model,
    recognised: suggestion?.recognised,
    truth: await readTruth(input, options, model.id ?? []),
  };
}

/** A column of the truth may be the only one that names each record, as FEBRL's rec_id does; undefined where not. */
async function asIds(input: Input, truths: readonly string[]): Promise<readonly string[] | undefined> {
  if (truths.length === 0) return undefined;
  for (const file of filesOf(input)) {
    const column = truths.find((name) => file.columns.includes(name));
    if (column === undefined) return undefined;
    const { rows } = await readColumns(file.source, [column]);
    const values = new Set(rows.map(({ values }) => values[column]));
    if (values.size !== rows.length || values.has(undefined)) return undefined;
  }
  return truths;
}

/** A truth that is also compared would make every figure a lie. */
function refuseTruthAsEvidence(model: LinkageModel, truths: readonly string[], where: string): void {
  const forbidden = new Set([...truths, ...(model.id ?? [])].map((name) => name.toLowerCase()));
  const bad = model.columns.find(({ from }) => from.flat().some((name) => forbidden.has(name.toLowerCase())));
  if (bad === undefined) return;
  throw new LinkageError("linkage.truth-as-evidence", {
    message: `column ${bad.name} of the model reads the truth or the records' id, which must not be compared`,
    where,
    remedy: "Take the column and what compares it out of the model document.",
  });
}

/** Runs the engine with progress shown. */
export async function runLinkage(
  { input, model }: Prepared,
  options: LinkageOptions,
  more: RunOptions = {},
): Promise<LinkageResult> {
  const progress = runProgress();
  const run: RunOptions = {
    model,
    ...(options.retrain === true ? { train: true } : {}),
    ...(options.labels === undefined ? {} : { labels: await labelsOf(options.labels) }),
    policy: policyOf(model, options),
    onProgress: progress.tell,
    ...(options.maxPairs === undefined ? {} : { maxPairs: options.maxPairs }),
    ...(options.memory === undefined ? {} : { memoryLimitBytes: options.memory * 1e9 }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
    ...(options.resume === undefined ? {} : { checkpoints: options.resume }),
    ...more,
  };
  try {
    const { left, right } = sourcesOf(input);
    return right === undefined ? await dedupe(left, run) : await link(left, right, run);
  } finally {
    progress.stop();
  }
}

function policyOf(
  model: LinkageModel,
  { threshold, review, oneToOne }: LinkageOptions,
): RunOptions["policy"] {
  const linkFrom = threshold ?? model.thresholds.link;
  const adjudicateFrom = Math.min(linkFrom, review ?? model.thresholds.review);
  if (review !== undefined && threshold !== undefined && review > threshold)
    throw usageError(
      "thresholds",
      "--review is above --threshold",
      "Pairs wait for people below the threshold of a link.",
    );
  return { linkFrom, adjudicateFrom, ...(oneToOne === undefined ? {} : { oneToOne }) };
}

export async function labelsOf(path: string): Promise<Label[]> {
  const { pairs, judged } = await readPairs(path);
  if (!judged)
    throw new LinkageError("linkage.labels-verdict", {
      message: "the file of labels has no column that says which pairs are one person",
      where: path,
      remedy: "Add a column called same with yes or no, or a score from 0 to 1.",
    });
  return [...pairs];
}
