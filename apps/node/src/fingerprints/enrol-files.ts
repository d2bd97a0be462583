import { readFileSync } from "node:fs";
import { type Extraction, type GreyImage, readImages, type Template } from "@accord/fingerprint";
import { extractMany, type Picture } from "@accord/fingerprint/pool";
import type { ImpressionFile } from "./impression-files.ts";
import { type FileContent, impressionsIn, type Problem } from "./impressions-in.ts";

/** One finger of a file. */
export interface Enrolled {
  readonly template: Template;
  /** Where the file is a picture: what else was found in it, and the way to its pixels. */
  readonly picture?: { readonly extraction: Extraction; read(): GreyImage };
}

/** What became of a file that holds fingerprints, or was meant to. */
export type FileEnrolment =
  | { readonly kind: "enrolled"; readonly file: string; readonly fingers: readonly Enrolled[] }
  | { readonly kind: "failed"; readonly file: string; readonly problem: Problem };

export interface EnrolOptions {
  /** Resolution of the images, dots an inch; else what the files say, else 500. */
  readonly dpi?: number | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads files in their order, and extracts templates from their pictures on all processors. Files that have nothing to
 * do with fingerprints are left out; a damaged one, or one without a minutia, fails alone. Few pictures are in memory at
 * a time: files are read again when their turn comes.
 */
export async function enrolFiles(
  files: readonly ImpressionFile[],
  options: EnrolOptions = {},
): Promise<FileEnrolment[]> {
  return enrolContents(await contentsOf(files, options), options);
}

/** A file with what it was found to hold. */
export interface FoundContent {
  readonly file: ImpressionFile;
  readonly content: FileContent;
}

export async function contentsOf(
  files: readonly ImpressionFile[],
  { dpi }: Pick<EnrolOptions, "dpi">,
): Promise<FoundContent[]> {
  const contents: FoundContent[] = [];
  for (const file of files) contents.push({ file, content: await impressionsIn(file, { dotsPerInch: dpi }) });
  return contents;
}

/** As {@link enrolFiles}, of files that were looked into already. */
export async function enrolContents(
  contents: readonly FoundContent[],
  options: EnrolOptions = {},
): Promise<FileEnrolment[]> {
  const pictures = contents.flatMap(({ file, content }) =>
    content.kind === "images" ? content.positions.map((_, index) => ({ file, content, index })) : [],
  );
  const results = await extractMany(
    {
      length: pictures.length,
      at: (at) => {
        const { file, content, index } = pictures[at]!;
        return pictureOf(file, content.positions, index, options.dpi);
      },
    },
    options.onProgress === undefined ? {} : { onProgress: options.onProgress },
  );
  let next = 0;
  return contents.flatMap(({ file, content }): FileEnrolment[] => {
    if (content.kind === "other") return [];
    if (content.kind === "failed") return [{ kind: "failed", file: file.name, problem: content.problem }];
    if (content.kind === "templates")
      return [
        enrolment(
          file,
          content.templates.map((template) => ({ template })),
        ),
      ];
    const fingers: Enrolled[] = [];
    for (const index of content.positions.keys()) {
      const result = results[next++]!;
      if (result.kind === "failed") {
        const { code, message, remedy } = result;
        next += content.positions.length - index - 1;
        return [{ kind: "failed", file: file.name, problem: { code, problem: message, remedy } }];
      }
      const { extraction } = result;
      fingers.push({
        template: extraction.template,
        picture: { extraction, read: () => imageIn(file, index, options.dpi) },
      });
    }
    return [enrolment(file, fingers)];
  });
}

/** A file with one picture is decoded by the worker; of several, each alone is handed over. */
function pictureOf(
  file: ImpressionFile,
  positions: readonly number[],
  index: number,
  dotsPerInch: number | undefined,
): Picture {
  const position = positions[index]!;
  return {
    image: positions.length === 1 ? readFileSync(file.path) : imageIn(file, index, dotsPerInch),
    position: position <= 10 ? position : 0,
    ...(dotsPerInch === undefined ? {} : { dotsPerInch }),
  };
}

function imageIn({ path }: ImpressionFile, index: number, dotsPerInch: number | undefined): GreyImage {
  return readImages(readFileSync(path), dotsPerInch === undefined ? {} : { dotsPerInch })[index]!.read();
}

function enrolment({ name }: ImpressionFile, all: readonly Enrolled[]): FileEnrolment {
  const fingers = all.filter(({ template }) => template.count > 0);
  return fingers.length === 0
    ? { kind: "failed", file: name, problem: NO_FINGER }
    : { kind: "enrolled", file: name, fingers };
}

const NO_FINGER: Problem = {
  code: "fingerprint.no_finger",
  problem: "no minutia was found",
  remedy: "Look at the picture: it may be empty, or its resolution another than it says (give --dpi).",
};
