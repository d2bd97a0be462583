import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readTemplates } from "../src/index.ts";
import { type PreparedTemplate, prepare } from "../src/match/prepared.ts";

/** Third-party templates of the Fingerprint Verification Competitions, where they are at hand (not part of this repository). */
export const FVC_FOLDERS = ["fvc2002/DB1_B", "fvc2002/DB3_B", "fvc2004/DB2_B", "fvc2004/DB3_B"] as const;

export interface Impression {
  readonly finger: string;
  readonly name: string;
  readonly prepared: PreparedTemplate;
}

/** The impressions of a folder whose files are named FINGER_IMPRESSION.iso; empty where it is absent. */
export function fvcImpressions(root: string, folder: string): Impression[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => file.endsWith(".iso"))
    .sort()
    .map((file) => ({
      finger: file.slice(0, file.lastIndexOf("_")),
      name: file,
      prepared: prepare(readTemplates(readFileSync(join(path, file))).templates[0]!),
    }));
}

export interface ErrorRates {
  readonly eer: number;
  readonly fmr100: number;
  readonly fmr1000: number;
}

/** Equal error rate and false non-match rate at a false match rate of 1 and 0.1%, as shares. */
export function errorRates(genuine: Float64Array, impostor: Float64Array): ErrorRates {
  const thresholds = [...new Set([...genuine, ...impostor])].sort((a, b) => a - b);
  const same = genuine.toSorted();
  const different = impostor.toSorted();
  let misses = 0;
  let below = 0;
  let eer = 1;
  let gap = Number.POSITIVE_INFINITY;
  let fmr100 = 1;
  let fmr1000 = 1;
  for (const threshold of [...thresholds, Number.POSITIVE_INFINITY]) {
    while (misses < same.length && same[misses]! < threshold) misses++;
    while (below < different.length && different[below]! < threshold) below++;
    const fnmr = misses / same.length;
    const fmr = 1 - below / different.length;
    if (Math.abs(fnmr - fmr) < gap) {
      gap = Math.abs(fnmr - fmr);
      eer = (fnmr + fmr) / 2;
    }
    if (fmr <= 0.01) fmr100 = Math.min(fmr100, fnmr);
    if (fmr <= 0.001) fmr1000 = Math.min(fmr1000, fnmr);
  }
  return { eer, fmr100, fmr1000 };
}
