import { createHash } from "node:crypto";
import {
  FingerprintFormatError,
  type Impression,
  impressionsOf,
  readRecord,
  recordOf,
  writeRecord,
} from "@accord/fingerprint";
import { AccordError } from "@accord/vocabulary";
import { type FoundFile, filesIn } from "./files.ts";
import { compilePattern, type ReadName, type TemplateName } from "./pattern.ts";
import type { TemplateOutcome } from "./template-file.ts";

/**
 * Reads fingerprint templates from a folder or a ZIP archive, of any format that is recognised by its content: ISO/IEC
 * 19794-2:2005 and :2011, ANSI/INCITS 378-2004 and -2009. What is kept is ISO/IEC 19794-2:2005. `pattern` says how a file's name
 * holds the identifier and the finger, such as `{identifier}_{position}.iso`; see `compilePattern`. A record whose
 * lengths do not add up, or whose finger is another than its name says, is a reject; a record of an unknown finger
 * takes the finger from the name. A second template of the same person, finger and impression is a reject as well.
 *
 * @throws AccordError `intake.pattern`, and what opening the folder or archive throws
 */
export async function* readTemplateFiles(path: string, pattern: string): AsyncGenerator<TemplateOutcome> {
  const readName = compilePattern(pattern);
  const seen = new Set<string>();
  for await (const file of filesIn(path)) {
    for (const outcome of await outcomesOf(file, readName)) {
      if (outcome.kind === "template") {
        const { identifier, position, impression } = outcome.template;
        const key = `${identifier}/${position}/${impression}`;
        if (seen.has(key)) {
          yield reject(
            file.path,
            "another file holds the same finger and impression of the same person",
            "Keep one of the two files; or put {impression} into the pattern where names number the impressions.",
          );
          continue;
        }
        seen.add(key);
      }
      yield outcome;
    }
  }
}

async function outcomesOf(file: FoundFile, readName: ReadName): Promise<TemplateOutcome[]> {
  if (file.kind === "refused") return [reject(file.path, file.problem, file.remedy)];
  const name = readName(file.path);
  if (name === undefined) {
    return [
      reject(
        file.path,
        "the file's name does not have the pattern's form",
        "Name the file as the pattern says, with a finger from 0 to 10; or give another pattern.",
      ),
    ];
  }
  try {
    return viewsOf(file.path, name, impressionsOf(readRecord(await file.read())));
  } catch (error) {
    if (error instanceof FingerprintFormatError) {
      return [reject(file.path, `${error.message} (byte ${error.where}, ${error.code})`, error.remedy)];
    }
    if (error instanceof AccordError) return [reject(file.path, error.message, error.remedy ?? "")];
    throw error;
  }
}

function viewsOf(file: string, name: TemplateName, impressions: readonly Impression[]): TemplateOutcome[] {
  if (impressions.length === 0) {
    return [reject(file, "the record holds no finger", "Capture the finger again, or leave the file out.")];
  }
  const seen = new Map<number, number>();
  return impressions.map((found) => {
    const inRecord = found.template.position;
    const position = inRecord === 0 ? (name.position ?? 0) : inRecord;
    if (name.position !== undefined && name.position !== 0 && name.position !== position) {
      return reject(
        file,
        `the name says finger ${name.position}, the record says finger ${inRecord}`,
        "Find out which is right, and name the file after the finger that was captured.",
      );
    }
    const impression = (seen.get(position) ?? 0) + 1;
    seen.set(position, impression);
    const alone = { ...found, template: { ...found.template, position } };
    const template = writeRecord(recordOf([alone], "iso-19794-2-2005"));
    return {
      kind: "template",
      template: {
        file,
        identifier: name.identifier,
        position,
        impression: name.impression ?? impression,
        quality: found.template.quality,
        minutiae: found.template.count,
        template,
        digest: createHash("sha256").update(template).digest("hex"),
      },
    };
  });
}

function reject(file: string, problem: string, remedy: string): TemplateOutcome {
  return { kind: "reject", file, problem, remedy };
}
