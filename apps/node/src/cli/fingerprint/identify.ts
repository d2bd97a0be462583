import { Gallery } from "@accord/fingerprint";
import { identifyMany } from "@accord/fingerprint/pool";
import { AccordError } from "@accord/vocabulary";
import { type Command, InvalidArgumentError } from "commander";
import type { NamedFinger } from "../../fingerprints/enrolled-fingers.ts";
import { byNumber, impressionName } from "../../fingerprints/impression-name.ts";
import { command } from "../command.ts";
import { EXIT, type Finish } from "../exit-code.ts";
import { progressView } from "../progress.ts";
import { type Cell, count, print, printJson, table } from "../terminal.ts";
import { enrolWithProgress } from "./enrol-with-progress.ts";
import { dotsPerInchOption, type ReadingOptions } from "./reading-options.ts";
import { oneIn } from "./score-words.ts";

interface IdentifyOptions extends ReadingOptions {
  readonly gallery: string;
  readonly limit: number;
  readonly json?: true;
}

export function identifyCommand(group: Command, finish: Finish): void {
  dotsPerInchOption(
    command(
      group,
      "identify <paths...>",
      "search fingers 1:N in a gallery; what stands before a name's last underscore is whose they are, and they are searched together",
      "accord fingerprint identify found.png --gallery ./enrolled\naccord fingerprint identify ./probes --gallery ./enrolled --limit 3",
    ),
  )
    .requiredOption(
      "--gallery <folder>",
      "the fingers to search in: images or templates named SUBJECT_FINGER.EXT",
    )
    .option("--limit <number>", "most candidates for each probe", limitOf, 5)
    .action(async (paths: string[], options: IdentifyOptions) => {
      const enrolled = await enrolWithProgress([options.gallery], options);
      const searched = await enrolWithProgress(paths, options);
      const subjects = bySubject(enrolled.fingers);
      const probes = bySubject(searched.fingers);
      if (subjects.length === 0 || probes.length === 0) {
        throw new AccordError(
          "fingerprint.nothing_to_compare",
          "there is no finger to search, or none to search in",
          {
            where: subjects.length === 0 ? options.gallery : paths.join(", "),
            remedy: "See with `accord fingerprint extract` what the files hold.",
          },
        );
      }
      const gallery = Gallery.build(
        subjects.flatMap(([, fingers], subject) => fingers.map(({ template }) => ({ subject, template }))),
      );
      const progress = progressView("searching", "probes");
      const found = await identifyMany(
        probes.map(([, fingers]) => fingers.map(({ template }) => template)),
        gallery,
        { limit: options.limit, onProgress: (done, total) => progress.update(done, total) },
      );
      progress.stop();
      const results = probes.map(([probe, fingers], index) => ({
        probe,
        fingers: fingers.length,
        candidates: (found[index] ?? []).map(({ subject, score, weight }) => ({
          subject: subjects[subject]![0],
          score,
          weight,
        })),
      }));
      const failed = [...enrolled.failed, ...searched.failed];
      if (options.json) printJson({ subjects: subjects.length, results, failed });
      else {
        print(
          table(
            ["probe", "rank", "subject", "score", "false match in a comparison"],
            results.flatMap(({ probe, candidates }): Cell[][] =>
              candidates.length === 0
                ? [[probe, undefined, "nobody"]]
                : candidates.map(({ subject, score }, rank) => [
                    probe,
                    rank + 1,
                    subject,
                    score.toFixed(1),
                    oneIn(score),
                  ]),
            ),
          ),
        );
        print(
          `\n${count(probes.length)} probes searched among ${count(subjects.length)} subjects with ${count(gallery.fingerCount)} fingers`,
        );
      }
      if (failed.length > 0) finish(EXIT.unfinished);
    });
}

/** Fingers by whose they are, in the order of the names. */
function bySubject(fingers: readonly NamedFinger[]): [string, NamedFinger[]][] {
  const subjects = new Map<string, NamedFinger[]>();
  for (const finger of fingers) {
    const [file = ""] = finger.label.split("#");
    const subject = impressionName(file)?.finger ?? file.replace(/\.[^./]*$/, "");
    const known = subjects.get(subject);
    if (known === undefined) subjects.set(subject, [finger]);
    else known.push(finger);
  }
  return [...subjects].sort(([a], [b]) => byNumber(a, b));
}

function limitOf(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1 && value <= 1000))
    throw new InvalidArgumentError("It is a whole number from 1 to 1000.");
  return value;
}
