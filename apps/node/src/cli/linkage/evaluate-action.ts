import { resolve } from "node:path";
import {
  clericalSample,
  type DecidedPair,
  estimateFromSample,
  type Share,
  type Stratum,
  writeTable,
} from "@accord/linkage";
import { usageError } from "../failure.ts";
import { count, print, table } from "../terminal.ts";
import { evaluateRun, evaluationData, showEvaluation } from "./evaluate.ts";
import { groupErrors, showGroups } from "./groups.ts";
import { type LinkOptions, runData, writeOutputs } from "./link.ts";
import { prepare, runLinkage } from "./run.ts";
import { giveJson, isForPeople } from "./tell.ts";
import { readPairs } from "./truth.ts";

interface EvaluateOptions extends LinkOptions {
  readonly sample?: number;
  readonly judged?: string;
}

/** Pairs down to this probability are kept, so that low thresholds can be shown. */
const KEEP_FROM = 0.001;
/** A judged sample is of this size where only the answers are given; the same run draws the same pairs. */
const DEFAULT_SAMPLE = 200;

export async function evaluateAction(
  left: string,
  right: string | undefined,
  options: EvaluateOptions,
): Promise<void> {
  const byPeople = options.sample !== undefined || options.judged !== undefined;
  if (options.truth === undefined && options.truthPairs === undefined && !byPeople)
    throw usageError(
      "truth_needed",
      "there is nothing to hold the links against",
      "Give --truth COLUMN or --truth-pairs FILE, or draw pairs for people to judge with --sample COUNT --out FILE.",
    );
  const prepared = await prepare(left, right, options);
  const result = await runLinkage(prepared, options, { keepFrom: KEEP_FROM });
  if (byPeople) {
    const strata = clericalSample(result.pairs, options.sample ?? DEFAULT_SAMPLE);
    if (options.judged === undefined) await draw(strata, options);
    else await estimate(strata, options.judged, result.model.thresholds.link, options);
    return;
  }
  if (prepared.truth === undefined) return;
  const evaluation = evaluateRun(result, prepared.truth, right === undefined);
  const groups = await groupErrors(prepared.input, result.model, result, prepared.truth, options.group ?? []);
  if (isForPeople(options)) {
    showEvaluation(evaluation, true);
    showGroups(groups);
  }
  const written = await writeOutputs(prepared, result, options, evaluation, groups);
  if (isForPeople(options)) for (const line of written) print(line);
  await giveJson(options, {
    ...runData(result, right === undefined, evaluation),
    ...evaluationData(evaluation),
    groups,
  });
}

async function draw(strata: readonly Stratum<DecidedPair>[], options: EvaluateOptions): Promise<void> {
  if (options.out === undefined)
    throw usageError("out_needed", "the drawn pairs must be written somewhere", "Add --out FILE.");
  const drawn = strata.flatMap((stratum) => stratum.drawn);
  // No probability stands there: who judges must not know what the model thinks.
  await writeTable(
    resolve(options.out),
    { left: "VARCHAR", right: "VARCHAR", same: "VARCHAR" },
    drawn.map(({ left, right }) => [left, right, undefined]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
  );
  if (isForPeople(options)) {
    print(`${count(drawn.length)} pairs to judge: ${options.out}`);
    print(
      "Fill column same with yes or no, leave it empty where nobody can tell, and give the file to --judged.",
    );
  }
  await giveJson(options, { drawn: drawn.length, out: options.out });
}

async function estimate(
  strata: readonly Stratum<DecidedPair>[],
  file: string,
  modelThreshold: number,
  options: EvaluateOptions,
): Promise<void> {
  const verdicts = new Map<string, boolean>();
  const { pairs } = await readPairs(file, true);
  for (const { left, right, same } of pairs) verdicts.set(`${left}\u0000${right}`, same);
  const verdictOf = ({ left, right }: DecidedPair) => verdicts.get(`${left}\u0000${right}`);
  const thresholds = [...new Set([options.threshold ?? modelThreshold, 0.5, 0.9, 0.99])].sort(
    (a, b) => a - b,
  );
  const estimates = thresholds.map((threshold) => ({
    threshold,
    ...estimateFromSample(strata, threshold, verdictOf),
  }));
  const used = strata.flatMap(({ drawn }) => drawn).filter((pair) => verdictOf(pair) !== undefined).length;
  if (isForPeople(options)) {
    print(`${count(used)} judged pairs of this sample; recall is of the pairs that the blocking rules bring`);
    const text = ({ value, low, high }: Share) =>
      Number.isNaN(value) ? "none" : `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
    print(
      table(
        ["threshold", "precision", "recall"],
        estimates.map(({ threshold, precision, recall }) => [
          String(threshold),
          text(precision),
          text(recall),
        ]),
      ),
    );
  }
  await giveJson(options, { judged: used, estimates });
}
