import { createHash } from "node:crypto";
import {
  FingerprintFormatError,
  FingerprintImageError,
  type GreyImage,
  type Impression,
  impressionsOf,
  readImages,
  readRecord,
  recordOf,
  writeRecord,
} from "@accord/fingerprint";
import { AccordError } from "@accord/vocabulary";
import { LIMITS } from "../limits.ts";
import { type FoundFile, filesIn } from "./files.ts";
import type { FingerprintOutcome } from "./fingerprint-file.ts";
import { compilePattern, type FingerprintName, type ReadName } from "./pattern.ts";

type Reject = Extract<FingerprintOutcome, { kind: "reject" }>;

/**
 * Reads fingerprints from a folder or a ZIP archive: templates (ISO/IEC 19794-2, ANSI/INCITS 378 …) and pictures (PNG,
 * TIFF, WSQ, ISO/IEC 19794-4, ANSI/NIST-ITL …), of any format that is recognised by its content. A template is kept as
 * ISO/IEC 19794-2:2005; a picture comes decoded. `pattern` says how a file's name holds the identifier and the finger,
 * such as `{identifier}_{position}.iso`; see `compilePattern`. A file whose lengths do not add up, or whose finger is
 * another than its name says, is a reject; one of an unknown finger takes the finger from the name. A second impression
 * of the same person, finger and number is a reject as well.
 *
 * @throws AccordError `intake.pattern`, and what opening the folder or archive throws
 */
export async function* readFingerprintFiles(
  path: string,
  pattern: string,
): AsyncGenerator<FingerprintOutcome> {
  const readName = compilePattern(pattern);
  const seen = new Set<string>();
  for await (const file of filesIn(path)) {
    for (const outcome of await outcomesOf(file, readName)) {
      if (outcome.kind === "reject") {
        yield outcome;
        continue;
      }
      const { identifier, position, impression } =
        outcome.kind === "template" ? outcome.template : outcome.image;
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
      yield outcome;
    }
  }
}

async function outcomesOf(file: FoundFile, readName: ReadName): Promise<FingerprintOutcome[]> {
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
  const at = placesIn(file.path, name);
  try {
    const bytes = await file.read();
    const impressions = templatesIn(bytes);
    return impressions === undefined ? picturesOf(at, bytes) : templatesOf(at, impressions);
  } catch (error) {
    return [rejectFor(file.path, error)];
  }
}

/** Nothing where the bytes are no templates at all. */
function templatesIn(bytes: Uint8Array): Impression[] | undefined {
  try {
    return impressionsOf(readRecord(bytes));
  } catch (error) {
    if (error instanceof FingerprintFormatError && error.code === "fingerprint.format.magic")
      return undefined;
    throw error;
  }
}

/** Where an impression of a finger belongs by its file's name, or why it does not. */
type Places = (inFile: number) => Place | Reject;
interface Place {
  readonly kind: "place";
  readonly file: string;
  readonly identifier: string;
  readonly position: number;
  readonly impression: number;
}

function placesIn(file: string, name: FingerprintName): Places {
  const seen = new Map<number, number>();
  return (inFile) => {
    const position = inFile === 0 ? (name.position ?? 0) : inFile;
    if (name.position !== undefined && name.position !== 0 && name.position !== position) {
      return reject(
        file,
        `the name says finger ${name.position}, the record says finger ${inFile}`,
        "Find out which is right, and name the file after the finger that was captured.",
      );
    }
    const impression = (seen.get(position) ?? 0) + 1;
    seen.set(position, impression);
    return {
      kind: "place",
      file,
      identifier: name.identifier,
      position,
      impression: name.impression ?? impression,
    };
  };
}

function templatesOf(places: Places, impressions: readonly Impression[]): FingerprintOutcome[] {
  if (impressions.length === 0) return [noFinger(places)];
  return impressions.map((found) => {
    const at = places(found.template.position);
    if (at.kind === "reject") return at;
    const { kind: _, ...place } = at;
    const alone = { ...found, template: { ...found.template, position: place.position } };
    const template = writeRecord(recordOf([alone], "iso-19794-2-2005"));
    return {
      kind: "template",
      template: {
        ...place,
        quality: found.template.quality,
        minutiae: found.template.count,
        template,
        digest: createHash("sha256").update(template).digest("hex"),
      },
    };
  });
}

function picturesOf(places: Places, bytes: Uint8Array): FingerprintOutcome[] {
  const images = readImages(bytes, { maximumPixels: LIMITS.maximumFingerprintPixels });
  if (images.length === 0) return [noFinger(places)];
  return images.map(({ position, read }) => {
    const at = places(ALONE[position] ?? position);
    if (at.kind === "reject") return at;
    const { kind: _, ...place } = at;
    if (place.position > 10) {
      return reject(
        place.file,
        "the picture shows several fingers at once",
        "Cut it into one picture a finger, as the capture software does, and import those.",
      );
    }
    try {
      const image = read();
      return { kind: "image", image: { ...place, image, digest: digestOf(image) } };
    } catch (error) {
      return rejectFor(place.file, error);
    }
  });
}

/** Plain impressions of one thumb have codes of their own in ANSI/NIST-ITL (table 8): the thumb is the same. */
const ALONE: Readonly<Record<number, number>> = { 11: 1, 12: 6 };

function digestOf({ width, height, dotsPerInch, pixels }: GreyImage): string {
  return createHash("sha256")
    .update(`${width} ${height} ${dotsPerInch ?? ""} `)
    .update(pixels)
    .digest("hex");
}

function noFinger(places: Places): Reject {
  const at = places(0);
  return at.kind === "reject"
    ? at
    : reject(at.file, "the record holds no finger", "Capture the finger again, or leave the file out.");
}

function rejectFor(file: string, error: unknown): Reject {
  if (error instanceof FingerprintFormatError || error instanceof FingerprintImageError) {
    return reject(file, `${error.message} (byte ${error.where}, ${error.code})`, error.remedy);
  }
  if (error instanceof AccordError) return reject(file, error.message, error.remedy ?? "");
  throw error;
}

function reject(file: string, problem: string, remedy: string): Reject {
  return { kind: "reject", file, problem, remedy };
}
