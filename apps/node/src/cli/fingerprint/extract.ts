import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type AdviceCode, assessQuality, type TemplateFormat, writeTemplates } from "@accord/fingerprint";
import { type Command, Option } from "commander";
import type { NamedFinger } from "../../fingerprints/enrolled-fingers.ts";
import { command } from "../command.ts";
import { EXIT, type Finish } from "../exit-code.ts";
import { count, print, printJson, table } from "../terminal.ts";
import { ADVICE } from "./advice-words.ts";
import { enrolWithProgress } from "./enrol-with-progress.ts";
import { FINGER_NAMES } from "./finger-names.ts";
import { dotsPerInchOption, type ReadingOptions } from "./reading-options.ts";

interface ExtractOptions extends ReadingOptions {
  readonly out?: string;
  readonly format: TemplateFormat;
  readonly json?: true;
}

/** The formats that a file can be written in, and how its name ends. */
const EXTENSIONS = {
  "iso-19794-2-2005": "iso",
  "iso-19794-2-2011": "fmr",
  "ansi-378-2004": "ansi",
  "ansi-378-2009": "ansi",
  "ansi-378-2009-am1": "ansi",
  "iso-card-normal": "bin",
  "iso-card-compact": "bin",
  accord: "acf",
  xyt: "xyt",
} as const satisfies Record<TemplateFormat, string>;

export function extractCommand(group: Command, finish: Finish): void {
  dotsPerInchOption(
    command(
      group,
      "extract <paths...>",
      "templates, their quality and what to do better, from images of fingers; or templates in another format",
      "accord fingerprint extract scan.png\naccord fingerprint extract ./scans --out ./templates --format iso-19794-2-2011",
    ),
  )
    .option("--out <folder>", "where to write the templates, under the images' names")
    .addOption(
      new Option("--format <format>", "the templates' format")
        .choices(Object.keys(EXTENSIONS))
        .default("iso-19794-2-2005"),
    )
    .action(async (paths: string[], options: ExtractOptions) => {
      const { fingers, failed } = await enrolWithProgress(paths, options);
      if (options.out !== undefined) {
        for (const { label, template } of fingers) {
          const path = join(
            options.out,
            `${label.replace(/\.[^./#]*(?=#|$)/, "")}.${EXTENSIONS[options.format]}`,
          );
          await mkdir(dirname(path), { recursive: true });
          await writeFile(path, writeTemplates([template], options.format), { mode: 0o600 });
        }
      }
      const found = fingers.map(described);
      if (options.json) printJson({ found, failed });
      else {
        print(
          table(
            ["file", "finger", "quality", "minutiae", "pattern", "for a better one"],
            found.map((one) => [
              one.file,
              FINGER_NAMES[one.position],
              one.quality,
              one.minutiae,
              one.patternClass,
              one.advice?.map((code) => ADVICE[code]).join(", "),
            ]),
          ),
        );
        if (options.out !== undefined)
          print(`\n${count(fingers.length)} templates written to ${options.out}`);
      }
      if (failed.length > 0) finish(fingers.length === 0 ? EXIT.failed : EXIT.unfinished);
    });
}

function described({ label, template, picture }: NamedFinger): Described {
  const { position, quality, count: minutiae } = template;
  const found = { file: label, position, quality, minutiae };
  if (picture === undefined) return found;
  const { patternClass } = picture.extraction;
  const advice = assessQuality(picture.read(), template).advice.map(({ code }) => code);
  return { ...found, ...(patternClass === undefined ? {} : { patternClass }), advice };
}

interface Described {
  readonly file: string;
  readonly position: number;
  readonly quality: number;
  readonly minutiae: number;
  readonly patternClass?: string;
  readonly advice?: readonly AdviceCode[];
}
