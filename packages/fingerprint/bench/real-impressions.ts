import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { extract, type PreparedTemplate, prepare, readImage } from "../src/index.ts";
import { randomFrom } from "../test/generate.ts";
import { FVC_FOLDERS, fvcImpressions, type Impression } from "./fvc.ts";

/** Impressions of one database, all templates made in one way. */
export interface Database {
  readonly name: string;
  readonly kind: "our templates" | "third-party templates";
  readonly impressions: readonly Impression[];
}

/** Folders of pictures and their true resolution in dots an inch. */
const PICTURES = [
  [FVC_FOLDERS[0], 500],
  [FVC_FOLDERS[1], 500],
  [FVC_FOLDERS[2], 500],
  [FVC_FOLDERS[3], 512],
  ["uareu", 512],
] as const;

/**
 * The databases at hand: our extractor's templates of the pictures, and third-party templates where there are some.
 *
 * @param noise grey levels of evenly spread noise added to each picture before it is extracted
 */
export function realDatabases(root: string, noise = 0): Database[] {
  const ours = PICTURES.filter(([folder]) => existsSync(join(root, folder))).map(
    ([folder, dotsPerInch]): Database => ({
      name: folder,
      kind: "our templates",
      impressions: readdirSync(join(root, folder))
        .filter((file) => file.endsWith(".tif"))
        .sort()
        .map((file) => ({
          finger: file.slice(0, file.lastIndexOf("_")),
          name: file,
          prepared: templateOf(join(root, folder, file), dotsPerInch, noise),
        })),
    }),
  );
  const theirs = FVC_FOLDERS.map(
    (folder): Database => ({
      name: folder,
      kind: "third-party templates",
      impressions: fvcImpressions(root, folder),
    }),
  ).filter(({ impressions }) => impressions.length > 0);
  return [...ours, ...theirs];
}

function templateOf(path: string, dotsPerInch: number, noise: number): PreparedTemplate {
  const image = readImage(readFileSync(path));
  const random = randomFrom(noise);
  const pixels =
    noise === 0
      ? image.pixels
      : image.pixels.map((pixel) => Math.max(0, Math.min(255, pixel + noise * 2 * (random() - 0.5))));
  return prepare(extract({ ...image, pixels }, { dotsPerInch }).template);
}

/** Visits all pairs of impressions of a database, each once; `setProbe` is called before the pairs of each probe. */
export function visitPairs(
  { impressions }: Database,
  setProbe: (probe: PreparedTemplate) => void,
  visit: (reference: PreparedTemplate, isGenuine: boolean) => void,
): void {
  for (const [index, probe] of impressions.entries()) {
    setProbe(probe.prepared);
    for (const reference of impressions.slice(index + 1))
      visit(reference.prepared, reference.finger === probe.finger);
  }
}
