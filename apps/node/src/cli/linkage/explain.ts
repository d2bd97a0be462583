import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
  type DecidedPair,
  explainPair,
  LinkageError,
  type LinkageModel,
  type WaterfallStep,
  waterfallChart,
  waterfallOf,
} from "@accord/linkage";
import { usageError } from "../failure.ts";
import { heading, print, table } from "../terminal.ts";
import { type LinkageOptions, prepare, runLinkage } from "./run.ts";
import { giveJson, isForPeople } from "./tell.ts";

interface ExplainOptions extends LinkageOptions {
  readonly left?: string;
  readonly right?: string;
  readonly count: number;
  readonly svg?: string;
}

export async function explainAction(
  left: string,
  right: string | undefined,
  options: ExplainOptions,
): Promise<void> {
  if ((options.left === undefined) !== (options.right === undefined))
    throw usageError(
      "pair_incomplete",
      "a pair has two records",
      "Give --left ID and --right ID, or neither.",
    );
  const prepared = await prepare(left, right, options);
  const wanted =
    options.left === undefined || options.right === undefined
      ? undefined
      : ordered(options.left, options.right, right === undefined);
  // Evidence of no weight makes a pair a candidate, whatever the rules say.
  const result = await runLinkage(prepared, options, {
    ...(wanted === undefined ? {} : { biometrics: [{ ...wanted, weight: 0, score: 0 }], keepFrom: 1e-9 }),
  });
  const pairs =
    wanted === undefined
      ? result.pairs.toSorted((a, b) => Math.abs(a.weight) - Math.abs(b.weight)).slice(0, options.count)
      : result.pairs.filter((pair) => pair.left === wanted.left && pair.right === wanted.right);
  if (wanted !== undefined && pairs.length === 0) throw tooUnlikely(wanted);
  const explained = pairs.map((pair) => ({
    pair,
    steps: waterfallOf({ prior: pair.prior, evidence: explainPair(result.model, pair) }),
  }));
  if (isForPeople(options)) for (const each of explained) show(result.model, each.pair, each.steps);
  const [first] = explained;
  if (options.svg !== undefined && first !== undefined)
    await writeFile(
      resolve(options.svg),
      waterfallChart(first.steps, `${first.pair.left} and ${first.pair.right}`),
    );
  await giveJson(options, {
    pairs: explained.map(({ pair, steps }) => ({
      left: pair.left,
      right: pair.right,
      probability: pair.probability,
      decision: pair.decision,
      labels: pair.labels,
      steps,
    })),
  });
}

/** Within one table a pair stands with the lower id at the left. */
function ordered(left: string, right: string, within: boolean): { left: string; right: string } {
  return within && right < left ? { left: right, right: left } : { left, right };
}

function tooUnlikely({ left, right }: { left: string; right: string }): LinkageError {
  return new LinkageError("linkage.pair-not_found", {
    message: "the pair is less likely than one in a thousand million, so that its evidence is not kept",
    where: `${left} and ${right}`,
    remedy: "Check both ids; two records that share nothing need no explanation.",
  });
}

function show(model: LinkageModel, pair: DecidedPair, steps: readonly WaterfallStep[]): void {
  const decision =
    pair.decision === "adjudicate"
      ? "for people to review"
      : pair.decision === "link"
        ? "linked"
        : "not linked";
  print(
    heading(
      `${pair.left} and ${pair.right}: ${steps.at(-1)?.detail ?? ""}, ${decision}${pair.labels.length > 0 ? ` (${pair.labels.join(", ")})` : ""}`,
    ),
  );
  const most = Math.max(...steps.map(({ bits }) => Math.abs(bits)));
  print(
    table(
      ["evidence", "outcome", "bits", "so far", ""],
      steps.map(({ label, detail, bits, to, kind }) => [
        label,
        detail,
        signed(bits),
        signed(to),
        (bits < 0 ? "−" : "+").repeat(kind === "sum" ? 0 : Math.round((Math.abs(bits) / most) * 24)),
      ]),
    ),
  );
  const silent = model.comparisons.filter(({ name }) => !steps.some(({ label }) => label === name));
  if (silent.length > 0)
    print(`missing on a side, so says nothing: ${silent.map(({ name }) => name).join(", ")}`);
  print();
}

const signed = (bits: number): string => `${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(1)}`;
