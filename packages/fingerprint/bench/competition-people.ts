import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readTemplates, type Template } from "../src/index.ts";
import { FVC_FOLDERS } from "./fvc.ts";

/** Two fingers of one competition database, taken as index fingers of one person. */
export interface CompetitionPerson {
  readonly enrolled: readonly Template[];
  /** The other impressions, one of each finger at a time. */
  readonly probes: readonly (readonly Template[])[];
}

/** People made of the third-party templates under `root`; none where these are absent. */
export function competitionPeople(root: string): CompetitionPerson[] {
  return FVC_FOLDERS.flatMap((folder) => {
    const fingers = fingersIn(join(root, folder));
    return fingers.flatMap((left, index) => {
      const right = fingers[index + 1];
      if (index % 2 === 1 || right === undefined) return [];
      const [enrolled, ...probes] = left.flatMap((template, impression) => {
        const other = right[impression];
        return other === undefined ? [] : [[at(2, template), at(7, other)]];
      });
      return enrolled === undefined ? [] : [{ enrolled, probes }];
    });
  });
}

function at(position: number, template: Template): Template {
  return { ...template, position };
}

function fingersIn(folder: string): Template[][] {
  const fingers = new Map<string, Template[]>();
  const files = existsSync(folder) ? readdirSync(folder) : [];
  for (const file of files.filter((name) => name.endsWith(".iso")).sort()) {
    const finger = file.slice(0, file.lastIndexOf("_"));
    const [template] = readTemplates(readFileSync(join(folder, file))).templates;
    if (template !== undefined) fingers.set(finger, [...(fingers.get(finger) ?? []), template]);
  }
  return [...fingers.values()];
}
