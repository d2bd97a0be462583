import {
  FingerprintFormatError,
  FingerprintImageError,
  readImages,
  readTemplates,
  type Template,
} from "@accord/fingerprint";
import { AccordError } from "@accord/vocabulary";
import { type ImpressionFile, readImpressionFile } from "./impression-files.ts";

/** What a file holds: templates, or pictures of fingers (by position, 0 unknown) that templates are still to be extracted from. */
export type FileContent =
  | { readonly kind: "templates"; readonly templates: readonly Template[] }
  | { readonly kind: "images"; readonly positions: readonly number[] }
  | { readonly kind: "failed"; readonly problem: Problem }
  /** Nothing about it says that it should hold a fingerprint. */
  | { readonly kind: "other" };

export interface Problem {
  readonly code: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Names under which a damaged file is still known to have been meant as a fingerprint. */
const EXTENSIONS = /\.(png|tiff?|bmp|jpe?g|pgm|wsq|an2|eft|nist|fir|raw|iso|fmr|fmd|ist|ansi|xyt|acf|bin)$/i;

/** Reads a file of templates or pictures, recognised by its content.  */
export async function impressionsIn(
  file: ImpressionFile,
  options: { readonly dotsPerInch?: number | undefined } = {},
): Promise<FileContent> {
  const content = await attempt(async () => {
    const bytes = await readImpressionFile(file);
    return templatesIn(bytes) ?? imagesIn(bytes, options.dotsPerInch);
  });
  if (content.kind !== "failed") return content;
  return content.problem.code === "fingerprint.image.format" && !EXTENSIONS.test(file.name)
    ? { kind: "other" }
    : content;
}

function templatesIn(bytes: Uint8Array): FileContent | undefined {
  try {
    return { kind: "templates", templates: readTemplates(bytes).templates };
  } catch (error) {
    if (error instanceof FingerprintFormatError && error.code === "fingerprint.format.magic")
      return undefined;
    throw error;
  }
}

/** Of several pictures in a file each is looked at here: one that is damaged makes the file so. */
function imagesIn(bytes: Uint8Array, dotsPerInch: number | undefined): FileContent {
  const images = readImages(bytes, dotsPerInch === undefined ? {} : { dotsPerInch });
  if (images.length > 1) for (const image of images) image.read();
  return { kind: "images", positions: images.map(({ position }) => position) };
}

/** What the work gives, or why a file's bytes are not as they must be; other faults are thrown on. */
async function attempt<T>(
  work: () => T | Promise<T>,
): Promise<T | { readonly kind: "failed"; readonly problem: Problem }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FingerprintFormatError || error instanceof FingerprintImageError) {
      const { code, message, where, remedy } = error;
      return { kind: "failed", problem: { code, problem: `${message} (byte ${where})`, remedy } };
    }
    if (error instanceof AccordError) {
      return {
        kind: "failed",
        problem: { code: error.code, problem: error.message, remedy: error.remedy ?? "" },
      };
    }
    throw error;
  }
}
