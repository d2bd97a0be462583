import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import {
  type ImageFile,
  readFingerprintFiles,
  rejectsFileHeader,
  rejectsFileLines,
  type TemplateFile,
} from "@accord/intake";
import { addFingerprints, type FingerprintAddition, knownFingerprints } from "@accord/registry";
import type { AccordNode } from "../node.ts";
import type { ImportEvent } from "./import-event.ts";
import { originOf, templatesOf } from "./templates-of-images.ts";

const TEMPLATES_A_BATCH = 1_000;
/** Pictures in memory at once: enough for the workers to warm up, and what is lost where an import is cut short. */
const IMAGES_A_BATCH = 128;
const PIXELS_A_BATCH = 64_000_000;

export interface FingerprintSource {
  readonly path: string;
  readonly pattern: string;
  readonly issuer: string | undefined;
  /** Resolution of pictures that do not say theirs, or say it wrongly. */
  readonly dotsPerInch: number | undefined;
}

/** A fingerprint to be stored, and the file it came from. */
interface Found {
  readonly file: string;
  readonly addition: FingerprintAddition;
}

/**
 * Attaches fingerprints to the persons whose identifier their files' names hold. Templates are taken as they are; from
 * pictures they are extracted, on all processors. What is stored already is not extracted again, so that an import that
 * was cut short goes on where it stopped when it is given the same files.
 */
export async function* importFingerprints(
  node: AccordNode,
  source: FingerprintSource,
): AsyncGenerator<ImportEvent> {
  const { store, context, folder } = node;
  const id = context.newId();
  await mkdir(folder.rejects, { recursive: true, mode: 0o700 });
  const rejects = createWriteStream(join(folder.rejects, `${id}.csv`), { mode: 0o600 });
  rejects.write(rejectsFileHeader());
  const capturedAt = context.now();
  const counts = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, warnings: 0 };
  let templates: TemplateFile[] = [];
  let images: ImageFile[] = [];
  let pixels = 0;

  const identifierOf = (value: string): FingerprintAddition["identifier"] => ({
    value,
    ...(source.issuer === undefined ? {} : { issuer: source.issuer }),
  });

  function refuse(file: string, problem: string, remedy: string): void {
    counts.rejected += 1;
    rejects.write(rejectsFileLines({ kind: "reject", file, problem, remedy }));
  }

  async function keep(found: readonly Found[]): Promise<void> {
    const outcomes = await store.transaction((session) =>
      addFingerprints(
        session,
        context,
        found.map(({ addition }) => addition),
      ),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind === "added") counts.created += 1;
      else if (outcome.kind === "unchanged") counts.unchanged += 1;
      else if (outcome.kind === "rejected")
        refuse(found[index]?.file ?? "", outcome.reason, "Import the person first, or mend the file's name.");
    }
  }

  async function flushTemplates(): Promise<void> {
    const found = templates.map(({ file, identifier, position, quality, template }) => ({
      file,
      addition: { identifier: identifierOf(identifier), position, quality, template, capturedAt },
    }));
    templates = [];
    await keep(found);
  }

  async function flushImages(): Promise<void> {
    const batch = images.map((image) => ({
      image,
      identifier: identifierOf(image.identifier),
      position: image.position,
      origin: originOf(image, source.dotsPerInch),
    }));
    images = [];
    pixels = 0;
    const known = await store.transaction((session) => knownFingerprints(session, context, batch));
    counts.unchanged += known.filter(Boolean).length;
    const fresh = batch.filter((_, index) => !known[index]);
    const made = await templatesOf(
      fresh.map(({ image }) => image),
      source.dotsPerInch,
    );
    const found: Found[] = [];
    for (const [index, { image, ...place }] of fresh.entries()) {
      const one = made[index]!;
      if (one.kind === "refused") refuse(image.file, one.problem, one.remedy);
      else {
        const { template, quality } = one;
        found.push({ file: image.file, addition: { ...place, quality, template, capturedAt } });
      }
    }
    await keep(found);
  }

  for await (const outcome of readFingerprintFiles(source.path, source.pattern)) {
    counts.rows += 1;
    if (outcome.kind === "reject") refuse(outcome.file, outcome.problem, outcome.remedy);
    else if (outcome.kind === "template") templates.push(outcome.template);
    else {
      images.push(outcome.image);
      pixels += outcome.image.image.pixels.length;
    }
    if (templates.length >= TEMPLATES_A_BATCH) await flushTemplates();
    else if (images.length >= IMAGES_A_BATCH || pixels >= PIXELS_A_BATCH) await flushImages();
    else continue;
    yield { kind: "progress", rows: counts.rows };
  }
  await flushTemplates();
  await flushImages();
  rejects.end();
  await finished(rejects);
  node.log.info({ import: id, ...counts }, "fingerprints imported");
  yield { kind: "finished", id, seen: false, summary: counts };
}
