import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { extract, type GreyImage, readImage, readTemplates, type Template } from "@accord/fingerprint";
import { type ComparisonSet, comparisonsOf } from "@accord/fingerprint/evaluate";

const DATA = resolve(process.env.ACCORD_DATA ?? "../shared/data");

/** The Fingerprint Verification Competitions' sets B that are at hand, with the true resolution of their images. */
export const COMPETITION_SETS = {
  "fvc2002/DB1_B": 500,
  "fvc2002/DB3_B": 500,
  "fvc2004/DB2_B": 500,
  "fvc2004/DB3_B": 512,
} as const;
export type SetName = keyof typeof COMPETITION_SETS;

export interface CompetitionSet {
  readonly name: SetName;
  readonly dotsPerInch: number;
  readonly images: readonly GreyImage[];
  /** Extracted by this engine. */
  readonly templates: readonly Template[];
  /** Third-party templates of the same images, as their files hold them and as read. */
  readonly foreign: readonly { readonly bytes: Uint8Array; readonly template: Template }[];
  /** All pairs: 280 of one finger and 2,880 of two. */
  readonly comparisons: ComparisonSet;
}

/** Undefined where the data is not at hand. */
export function competitionSet(name: SetName): CompetitionSet | undefined {
  const folder = join(DATA, name);
  if (!existsSync(folder)) return undefined;
  const dotsPerInch = COMPETITION_SETS[name];
  const files = (extension: string) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(extension))
      .sort();
  const images = files(".tif").map((file) => readImage(readFileSync(join(folder, file)), { dotsPerInch }));
  return {
    name,
    dotsPerInch,
    images,
    templates: images.map((image) => extract(image).template),
    foreign: files(".iso").map((file) => {
      const bytes = readFileSync(join(folder, file));
      return { bytes, template: readTemplates(bytes).templates[0]! };
    }),
    comparisons: comparisonsOf(
      files(".tif").map((file) => file.slice(0, file.lastIndexOf("_"))),
      "all-pairs",
    ),
  };
}
