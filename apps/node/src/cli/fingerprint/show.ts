import { writeFile } from "node:fs/promises";
import { type ShownImpression, showTemplate, showVerification, verify, writePng } from "@accord/fingerprint";
import { AccordError } from "@accord/vocabulary";
import { type Command, Option } from "commander";
import type { NamedFinger } from "../../fingerprints/enrolled-fingers.ts";
import { command } from "../command.ts";
import { print, printJson } from "../terminal.ts";
import { enrolWithProgress } from "./enrol-with-progress.ts";
import { dotsPerInchOption, type ReadingOptions } from "./reading-options.ts";

interface ShowOptions extends ReadingOptions {
  readonly out: string;
  readonly layout: "side-by-side" | "overlaid";
  readonly json?: true;
}

export function showCommand(group: Command): void {
  dotsPerInchOption(
    command(
      group,
      "show <file> [reference]",
      "draw a template over its image, or two impressions with the minutiae that agree, as SVG",
      "accord fingerprint show scan.png --out scan.svg\naccord fingerprint show scan.png enrolled.iso --out compared.svg",
    ),
  )
    .requiredOption("--out <file>", "where to write the drawing (SVG)")
    .addOption(
      new Option("--layout <layout>", "of two impressions")
        .choices(["side-by-side", "overlaid"])
        .default("side-by-side"),
    )
    .action(async (file: string, reference: string | undefined, options: ShowOptions) => {
      const shown = await oneFinger(file, options);
      const drawing =
        reference === undefined
          ? showTemplate(shownAs(shown))
          : compare(shown, await oneFinger(reference, options), options);
      await writeFile(options.out, drawing, { mode: 0o600 });
      if (options.json) printJson({ out: options.out });
      else print(`Drawn: ${options.out}; any browser shows it.`);
    });
}

function compare(probe: NamedFinger, reference: NamedFinger, { layout }: ShowOptions): string {
  return showVerification(shownAs(probe), shownAs(reference), verify(probe.template, reference.template), {
    layout,
  });
}

async function oneFinger(file: string, options: ReadingOptions): Promise<NamedFinger> {
  const { fingers, failed } = await enrolWithProgress([file], options);
  const [finger] = fingers;
  if (finger !== undefined) return finger;
  throw new AccordError(
    failed[0]?.code ?? "fingerprint.no_finger",
    failed[0]?.problem ?? "the file holds no finger",
    {
      where: file,
      remedy: failed[0]?.remedy ?? "Give an image or a template of a finger.",
    },
  );
}

function shownAs({ label, template, picture }: NamedFinger): ShownImpression {
  return {
    template,
    name: label,
    ...(picture === undefined
      ? {}
      : { image: writePng(picture.read()), singularPoints: picture.extraction.singularPoints }),
  };
}
