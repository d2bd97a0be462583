import { extract, type GreyImage, writeTemplates } from "@accord/fingerprint";
import { contentsOf, enrolContents, type FoundContent } from "./enrol-files.ts";
import type { EvaluatedImpression } from "./evaluation.ts";
import { type ImpressionFile, impressionFiles } from "./impression-files.ts";
import { byNumber, impressionName } from "./impression-name.ts";
import type { Problem } from "./impressions-in.ts";

/** A folder's impressions as an evaluation takes them. */
export interface EvaluationSet {
  readonly source: "images" | "templates";
  /** In the order of their names; those that could not be enrolled have no template. */
  readonly impressions: readonly EvaluatedImpression[];
  readonly failed: readonly ({ readonly file: string } & Problem)[];
  /** Processor time of one warm thread over {@link TIMED} of the images, milliseconds; absent where templates were read. */
  readonly extractionMilliseconds?: { readonly mean: number; readonly median: number; readonly most: number };
  /** Mean size of the compact form. */
  readonly templateBytes: number;
}

export interface EvaluationSetOptions {
  readonly dpi?: number | undefined;
  /** Take the templates where the folder has images as well. */
  readonly templates?: boolean | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Enrols every `FINGER_IMPRESSION.EXT` of a folder; its images where it has both images and templates. */
export async function evaluationSet(folder: string, options: EvaluationSetOptions): Promise<EvaluationSet> {
  const { source, contents } = await filesOfOneKind(await impressionFiles([folder]), options);
  const failed: ({ file: string } & Problem)[] = [];
  const pictures: (() => GreyImage)[] = [];
  const impressions: EvaluatedImpression[] = [];
  for (const outcome of await enrolContents(contents, options)) {
    const finger = impressionName(outcome.file)?.finger ?? outcome.file;
    if (outcome.kind === "failed") {
      failed.push({ file: outcome.file, ...outcome.problem });
      impressions.push({ finger });
      continue;
    }
    const [first] = outcome.fingers;
    impressions.push({ finger, ...(first === undefined ? {} : { template: first.template }) });
    if (first?.picture !== undefined) pictures.push(first.picture.read);
  }
  const sizes = impressions.flatMap(({ template }) =>
    template === undefined ? [] : [writeTemplates([template], "accord").length],
  );
  return {
    source,
    impressions,
    failed,
    ...(pictures.length === 0 ? {} : { extractionMilliseconds: timeExtraction(pictures) }),
    templateBytes: mean(sizes),
  };
}

async function filesOfOneKind(
  all: readonly ImpressionFile[],
  options: EvaluationSetOptions,
): Promise<{ source: EvaluationSet["source"]; contents: FoundContent[] }> {
  const named = all
    .filter(({ name }) => impressionName(name) !== undefined)
    .sort((a, b) => byNumber(a.name, b.name));
  const contents = await contentsOf(named, options);
  const kinds = new Set(contents.map(({ content }) => content.kind));
  const source =
    kinds.has("images") && !(options.templates === true && kinds.has("templates")) ? "images" : "templates";
  // A damaged file counts where its like are evaluated: not a damaged template among images.
  const extensions = new Set(
    contents.filter(({ content }) => content.kind === source).map(({ file }) => extensionOf(file)),
  );
  return {
    source,
    contents: contents.filter(
      ({ file, content }) =>
        content.kind === source ||
        (content.kind === "failed" && (extensions.size === 0 || extensions.has(extensionOf(file)))),
    ),
  };
}

const extensionOf = ({ name }: ImpressionFile): string => name.slice(name.lastIndexOf(".")).toLowerCase();

const TIMED = 40;
/** The compiler has seen the code by then. */
const WARM_UP = 8;

function timeExtraction(
  pictures: readonly (() => GreyImage)[],
): NonNullable<EvaluationSet["extractionMilliseconds"]> {
  const step = Math.max(1, pictures.length / TIMED);
  const sample = Array.from({ length: Math.min(TIMED, pictures.length) }, (_, at) =>
    pictures[Math.floor(at * step)]!(),
  );
  for (const image of sample.slice(0, WARM_UP)) extract(image);
  const sorted = sample
    .map((image) => {
      const began = process.cpuUsage();
      extract(image);
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1000;
    })
    .sort((a, b) => a - b);
  return { mean: mean(sorted), median: sorted[sorted.length >> 1]!, most: sorted.at(-1)! };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
