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
