import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { LinkageResult, TrainingReport } from "@accord/linkage";
import { count, duration, heading, print, printJson, table } from "../terminal.ts";

/** Whether people read the standard output; where it is one JSON document nothing else may stand there. */
export const isForPeople = ({ json }: { readonly json?: true | string }): boolean => json !== true;

/** Gives the document to the standard output or a file, where it is wanted. */
export async function giveJson({ json }: { readonly json?: true | string }, document: object): Promise<void> {
  if (json === true) printJson(document);
  else if (json !== undefined) await writeFile(resolve(json), `${JSON.stringify(document, null, 2)}\n`);
}

/** What training found, and what it could not. */
export function showTraining({ sessions, untrained, prior, labelledPairs }: TrainingReport): void {
  print(heading("Training"));
  print(
    table(
      ["trained on pairs that agree on", "pairs", "of one person", "rounds", ""],
      sessions.map(({ rule, pairs, matches, rounds, converged, refused }) => [
        rule,
        Math.round(pairs),
        Math.round(matches),
        rounds,
        refused ?? (converged ? "converged" : "not converged"),
      ]),
    ),
  );
  print(
    `of pairs drawn at random, one in ${count(Math.round(1 / Math.max(prior.after, 1e-15)))} is one person`,
  );
  if (labelledPairs > 0) print(`${count(labelledPairs)} judged pairs were used`);
  if (untrained.length > 0) print(`not trained, usual values stand in: ${untrained.join(", ")}`);
}

/** What was compared, what could not be, and what came of it. */
export function showRun(result: LinkageResult, within: boolean): void {
  const { blocking, recordsLeft, recordsRight, unusableComparisons, oneToOne, pairs, clusters } = result;
  print(`\n${heading("Pairs")}`);
  print(
    table(
      ["records that agree on", "pairs", "blocks split", "blocks dropped", "pairs dropped"],
      blocking.rules.map(({ name, pairs: own, refinedKeys, oversizeKeys, pairsDropped }) => [
        name,
        Math.round(own),
        refinedKeys,
        oversizeKeys,
        Math.round(pairsDropped),
      ]),
    ),
  );
  for (const { name, missing } of blocking.unusable)
    print(`rule not usable: ${name} (a side lacks ${missing.join(", ")})`);
  if (unusableComparisons.length > 0)
    print(`not compared, a side lacks them: ${unusableComparisons.join(", ")}`);
  const of = (decision: string) => pairs.filter((pair) => pair.decision === decision).length;
  const records = within ? count(recordsLeft) : `${count(recordsLeft)} and ${count(recordsRight)}`;
  print(`\n${records} records, ${count(blocking.candidatePairs)} different pairs compared`);
  print(
    `${count(of("link"))} links${within ? `, ${count(clusters.length)} persons who stand more than once` : oneToOne ? ", each record at most once" : ""}`,
  );
  print(`${count(of("adjudicate"))} pairs for people to review`);
  const spent = Object.values(result.timesMilliseconds).reduce((sum, each) => sum + each, 0);
  print(`time: ${duration(spent)}`);
}
