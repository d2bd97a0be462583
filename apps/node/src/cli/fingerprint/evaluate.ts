import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { drawDetectionErrorTradeoff } from "@accord/fingerprint/evaluate";
import { AccordError } from "@accord/vocabulary";
import type { Command } from "commander";
import { type Evaluation, evaluate, type ProtocolResult } from "../../fingerprints/evaluation.ts";
import { type EvaluationSet, evaluationSet } from "../../fingerprints/evaluation-set.ts";
import { command } from "../command.ts";
import { progressView } from "../progress.ts";
import { count, heading, print, printJson, remark, table } from "../terminal.ts";
import { dotsPerInchOption, type ReadingOptions } from "./reading-options.ts";

interface EvaluateOptions extends ReadingOptions {
  readonly templates?: true;
  readonly det?: string;
  readonly json?: true | string;
}

export function evaluateCommand(group: Command): void {
  dotsPerInchOption(
    command(
      group,
      "evaluate <folder>",
      "error rates on a folder of images or templates named FINGER_IMPRESSION.EXT, by the FVC protocol",
      "accord fingerprint evaluate ./DB1_B --json result.json\naccord fingerprint evaluate ./DB3_B --dpi 512 --det det.svg",
      "[file]",
    ),
  )
    .option("--templates", "compare the folder's templates where it has images as well")
    .option("--det <file>", "draw the detection error trade-off as SVG")
    .action(async (folder: string, options: EvaluateOptions) => {
      const reading = progressView("reading", "impressions");
      const set = await evaluationSet(folder, {
        ...options,
        onProgress: (done, total) => reading.update(done, total),
      });
      reading.stop();
      if (set.impressions.length === 0) {
        throw new AccordError(
          "fingerprint.no_impressions",
          "no file is an impression with a name of the form FINGER_IMPRESSION.EXT",
          {
            where: folder,
            remedy:
              "Name the files so: what stands before the last underscore names the finger, as in 101_1.tif.",
          },
        );
      }
      for (const { file, problem, remedy } of set.failed)
        remark(`${file}: ${problem} – counted as a failure to enrol. ${remedy}`);
      const comparing = progressView("comparing", "pairs");
      const evaluation = evaluate(set.impressions, (done, total) => comparing.update(done, total));
      comparing.stop();
      const { tradeoff, ...rates } = evaluation;
      const document = {
        folder: resolve(folder),
        source: set.source,
        ...rates,
        failedToEnrol: set.failed.map(({ file, problem }) => ({ file, problem })),
        extractionMilliseconds: set.extractionMilliseconds,
        templateBytes: set.templateBytes,
      };
      if (options.det !== undefined) {
        await writeFile(
          options.det,
          drawDetectionErrorTradeoff(`Detection error trade-off, ${count(rates.impressions)} impressions`, [
            { name: "all pairs", points: tradeoff },
          ]),
        );
      }
      if (typeof options.json === "string")
        await writeFile(options.json, `${JSON.stringify(document, null, 2)}\n`);
      if (options.json === true) printJson(document);
      else tell(evaluation, set);
    });
}

function tell(evaluation: Evaluation, set: EvaluationSet): void {
  const { impressions, fingers, failuresToEnrol, fvc, allPairs, verificationMilliseconds } = evaluation;
  const { source, extractionMilliseconds, templateBytes } = set;
  print(
    heading(
      `${count(impressions)} impressions of ${count(fingers)} fingers (${source}), ${count(failuresToEnrol)} failures to enrol`,
    ),
  );
  print();
  print(
    table(
      ["rate in %, with the 95% interval", "FVC protocol", "all pairs"],
      [
        ["pairs of one finger", count(fvc.genuine), count(allPairs.genuine)],
        ["pairs of two fingers", count(fvc.impostor), count(allPairs.impostor)],
        ...(["eer", "fmr100", "fmr1000", "zeroFmr"] as const).map((rate) => [
          NAMES[rate],
          percent(fvc[rate]),
          percent(allPairs[rate]),
        ]),
      ],
    ),
  );
  print();
  if (extractionMilliseconds !== undefined) {
    const { mean, median, most } = extractionMilliseconds;
    print(
      `extraction  ${mean.toFixed(1)} ms an image (median ${median.toFixed(1)}, most ${most.toFixed(1)})`,
    );
  }
  print(
    `comparison  ${(1000 * verificationMilliseconds).toFixed(1)} µs a pair, ${count(Math.round(1000 / verificationMilliseconds))} a second on one core`,
  );
  print(`template    ${count(Math.round(templateBytes))} bytes in the compact form`);
  if (fvc.impostor < 1000)
    print(
      `\nFew pairs of two fingers cannot resolve a false match rate of 1 in 1,000: read the column of all pairs.`,
    );
}

const NAMES = { eer: "EER", fmr100: "FMR100", fmr1000: "FMR1000", zeroFmr: "ZeroFMR" } as const;

function percent({ value, low, high }: ProtocolResult["eer"]): string {
  const shown = (share: number) => (100 * share).toFixed(2);
  return Number.isNaN(value) ? "–" : `${shown(value)} (${shown(low)} to ${shown(high)})`;
}
