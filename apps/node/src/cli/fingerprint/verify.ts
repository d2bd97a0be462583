import { type PreparedTemplate, prepare, scoreMeaning, verify } from "@accord/fingerprint";
import { AccordError } from "@accord/vocabulary";
import { type Command, InvalidArgumentError } from "commander";
import type { NamedFinger } from "../../fingerprints/enrolled-fingers.ts";
import { command } from "../command.ts";
import { EXIT, type Finish } from "../exit-code.ts";
import { count, heading, print, printJson, table } from "../terminal.ts";
import { enrolWithProgress } from "./enrol-with-progress.ts";
import { dotsPerInchOption, type ReadingOptions } from "./reading-options.ts";
import { oneIn } from "./score-words.ts";

interface VerifyOptions extends ReadingOptions {
  readonly threshold: number;
  readonly json?: true;
}

/** One false match in 10,000. */
const THRESHOLD = 40;
/** Comparisons that a table still shows. */
const MOST_SHOWN = 200;

export function verifyCommand(group: Command, finish: Finish): void {
  dotsPerInchOption(
    command(
      group,
      "verify <probe> <reference>",
      "compare fingers 1:1: two files, or every finger of one folder with every one of another",
      "accord fingerprint verify scan.png enrolled.iso\naccord fingerprint verify ./today ./enrolled --threshold 60",
    ),
  )
    .option(
      "--threshold <score>",
      "from which score on it is the same finger; 40 is one false match in 10,000",
      scoreOf,
      THRESHOLD,
    )
    .action(async (probePath: string, referencePath: string, options: VerifyOptions) => {
      const probes = await enrolWithProgress([probePath], options);
      const references = await enrolWithProgress([referencePath], options);
      const failed = [...probes.failed, ...references.failed];
      if (probes.fingers.length === 0 || references.fingers.length === 0) {
        throw new AccordError(
          "fingerprint.nothing_to_compare",
          "no finger was found on one of the two sides",
          {
            where: probes.fingers.length === 0 ? probePath : referencePath,
            remedy: "See with `accord fingerprint extract` what the files hold.",
          },
        );
      }
      const comparisons = compareAll(probes.fingers, references.fingers).map((one) => ({
        ...one,
        match: one.score >= options.threshold,
      }));
      if (options.json) printJson({ threshold: options.threshold, comparisons, failed });
      else if (comparisons.length === 1) tellOne(comparisons[0]!, options.threshold);
      else tellAll(comparisons, options.threshold);
      if (comparisons.length === 1 && !comparisons[0]!.match) finish(EXIT.refused);
      else if (failed.length > 0) finish(EXIT.unfinished);
    });
}

interface Comparison {
  readonly probe: string;
  readonly reference: string;
  readonly score: number;
  /** Minutiae that were paired. */
  readonly pairs: number;
  readonly match: boolean;
}

function compareAll(
  probes: readonly NamedFinger[],
  references: readonly NamedFinger[],
): Omit<Comparison, "match">[] {
  const prepared = new Map<NamedFinger, PreparedTemplate>();
  for (const finger of [...probes, ...references]) prepared.set(finger, prepare(finger.template));
  return probes.flatMap((probe) =>
    references.map((reference) => {
      const { score, pairs } = verify(prepared.get(probe)!, prepared.get(reference)!);
      return { probe: probe.label, reference: reference.label, score, pairs: pairs.length };
    }),
  );
}

function tellOne({ score, pairs, match }: Comparison, threshold: number): void {
  print(heading(match ? "The same finger." : "Not the same finger, as far as these impressions show."));
  print(`score ${score.toFixed(1)}, threshold ${threshold}. ${scoreMeaning(score)}`);
  print(
    `${count(pairs)} minutiae agree. See them: accord fingerprint show PROBE REFERENCE --out aligned.svg`,
  );
}

function tellAll(comparisons: readonly Comparison[], threshold: number): void {
  const best = [...comparisons].sort((a, b) => b.score - a.score);
  print(
    table(
      ["probe", "reference", "score", "minutiae that agree", ""],
      best
        .slice(0, MOST_SHOWN)
        .map(({ probe, reference, score, pairs, match }) => [
          probe,
          reference,
          score.toFixed(1),
          pairs,
          match ? "same" : "",
        ]),
    ),
  );
  if (best.length > MOST_SHOWN)
    print(`… and ${count(best.length - MOST_SHOWN)} lower scores; --json gives them all`);
  const same = best.filter((one) => one.match).length;
  print(
    `\n${count(comparisons.length)} comparisons, ${count(same)} at ${threshold} or more (${oneIn(threshold)} false)`,
  );
}

function scoreOf(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 200)) throw new InvalidArgumentError("It is a score from 0 to 200.");
  return value;
}
