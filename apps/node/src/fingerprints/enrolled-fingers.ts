import { type Enrolled, type EnrolOptions, enrolFiles } from "./enrol-files.ts";
import { impressionFiles } from "./impression-files.ts";
import type { Problem } from "./impressions-in.ts";

/** A finger with the name of its file, numbered where the file holds several. */
export interface NamedFinger extends Enrolled {
  /** The file's name; `card.an2#2` for the second finger of a file. */
  readonly label: string;
}

export interface EnrolledFingers {
  readonly fingers: readonly NamedFinger[];
  readonly failed: readonly ({ readonly file: string } & Problem)[];
}

/** Every finger in files and folders. @throws AccordError `fingerprint.no_files`, and where a path does not exist */
export async function enrolledFingers(
  paths: readonly string[],
  options: EnrolOptions,
): Promise<EnrolledFingers> {
  const fingers: NamedFinger[] = [];
  const failed: ({ file: string } & Problem)[] = [];
  for (const outcome of await enrolFiles(await impressionFiles(paths), options)) {
    if (outcome.kind === "failed") failed.push({ file: outcome.file, ...outcome.problem });
    else
      for (const [index, finger] of outcome.fingers.entries())
        fingers.push({
          ...finger,
          label: outcome.fingers.length === 1 ? outcome.file : `${outcome.file}#${index + 1}`,
        });
  }
  return { fingers, failed };
}
