import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { impressionOf, masterFinger, randomFrom } from "../../test/generate.ts";
import { openGalleryFile, saveGalleryFile } from "../pool/index.ts";
import type { Template } from "../template.ts";
import type { GalleryEntry } from "./build-segment.ts";
import { Gallery } from "./gallery.ts";
import { galleryBytes, readGallery } from "./gallery-file.ts";
import { identify } from "./identify.ts";

const SUBJECTS = 24;
const random = randomFrom(7);
const masters = Array.from({ length: SUBJECTS }, () => [masterFinger(random, 2), masterFinger(random, 0)]);
const impressions = masters.map((fingers) => fingers.map((finger) => impressionOf(finger, random)));
const probes = masters.map((fingers) => fingers.map((finger) => impressionOf(finger, random)));
const entriesOf = (subject: number): GalleryEntry[] =>
  impressions[subject]!.map((template: Template) => ({ subject, template }));
const joined = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const everybody = Gallery.build(impressions.flatMap((_, subject) => entriesOf(subject)));
const saved = joined(galleryBytes(everybody));

type Step =
  | { readonly kind: "append" | "delete"; readonly subjects: readonly number[] }
  | { readonly kind: "compact" | "save" };
const subjects = fc.uniqueArray(fc.integer({ min: 0, max: SUBJECTS - 1 }), { minLength: 1, maxLength: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("append" as const, "delete" as const), subjects }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("compact" as const, "save" as const) }) },
);

function take(gallery: Gallery, present: Set<number>, step: Step): Gallery {
  switch (step.kind) {
    case "append": {
      const absent = step.subjects.filter((subject) => !present.has(subject));
      gallery.append(absent.flatMap(entriesOf));
      for (const subject of absent) present.add(subject);
      return gallery;
    }
    case "delete":
      gallery.delete(step.subjects);
      for (const subject of step.subjects) present.delete(subject);
      return gallery;
    case "compact":
      gallery.compact();
      return gallery;
    case "save":
      return readGallery(joined(galleryBytes(gallery)));
  }
}

describe("a gallery that changes", () => {
  it("gives what one built anew gives, whatever was appended, deleted, compacted and saved", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const present = new Set<number>();
        const gallery = steps.reduce((before, next) => take(before, present, next), new Gallery());
        const fresh = Gallery.build([...present].flatMap(entriesOf));
        expect(gallery.fingerCount).toBe(fresh.fingerCount);
        for (const probe of probes.slice(0, 3)) {
          const all = { consider: Number.POSITIVE_INFINITY };
          expect(identify(probe, gallery, all)).toEqual(identify(probe, fresh, all));
          const [sure] = identify(probe, fresh, { limit: 1 }).filter(({ score }) => score > 40);
          if (sure !== undefined) expect(identify(probe, gallery, { limit: 1 })).toEqual([sure]);
        }
        gallery.compact();
        expect(Buffer.compare(joined(galleryBytes(gallery)), joined(galleryBytes(fresh)))).toBe(0);
      }),
      { numRuns: 12 },
    );
  });

  it("forgets deleted people, and takes them again", () => {
    const gallery = Gallery.of([...readGallery(saved).segments]);
    gallery.delete([5, 400]);
    expect(gallery.templatesOf(5)).toEqual([]);
    expect(identify(probes[5]!, gallery).map(({ subject }) => subject)).not.toContain(5);
    gallery.append(entriesOf(5));
    expect(identify(probes[5]!, gallery)[0]?.subject).toBe(5);
    expect(everybody.templatesOf(5)).toHaveLength(2);
  });

  it("keeps appended people in few segments", () => {
    const gallery = new Gallery();
    for (let subject = 0; subject < SUBJECTS; subject++) gallery.append(entriesOf(subject));
    expect(gallery.segments.length).toBeLessThanOrEqual(5);
    expect(gallery.fingerCount).toBe(2 * SUBJECTS);
  });
});

describe("a gallery's file", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "accord-gallery-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is read into shared memory and searched as before", async () => {
    const path = join(folder, "gallery");
    await saveGalleryFile(everybody, path);
    expect(Buffer.compare(await readFile(path), saved)).toBe(0);
    const read = await openGalleryFile(path);
    expect(read.segments.every(({ buffer }) => buffer instanceof SharedArrayBuffer)).toBe(true);
    for (const probe of probes) expect(identify(probe, read)).toEqual(identify(probe, everybody));
  });

  const DAMAGE: readonly { what: string; code: string; damage: (bytes: Uint8Array) => Uint8Array }[] = [
    { what: "is empty", code: "magic", damage: () => new Uint8Array() },
    { what: "is of another kind", code: "magic", damage: (bytes) => bytes.fill(65, 0, 8) },
    { what: "is of another version", code: "version", damage: (bytes) => bytes.fill(9, 8, 9) },
    { what: "ends within the magic", code: "magic", damage: (bytes) => bytes.slice(0, 5) },
    { what: "ends within the first numbers", code: "truncated", damage: (bytes) => bytes.slice(0, 11) },
    { what: "ends within the header", code: "truncated", damage: (bytes) => bytes.slice(0, 30) },
    { what: "ends within a segment", code: "truncated", damage: (bytes) => bytes.slice(0, -1) },
    { what: "goes on", code: "trailing", damage: (bytes) => joined([bytes, new Uint8Array(3)]) },
    { what: "lists impossible segments", code: "damaged", damage: (bytes) => bytes.fill(255, 12, 16) },
    { what: "changed in the header", code: "checksum", damage: (bytes) => bytes.fill(7, 20, 21) },
    {
      what: "changed in a segment",
      code: "checksum",
      damage: (bytes) => bytes.fill(bytes.at(-9)! ^ 1, -9, -8),
    },
  ];

  it.each(DAMAGE)("that $what is refused with $code", async ({ code, damage }) => {
    const bytes = damage(saved.slice());
    const expected = expect.objectContaining({ code: `fingerprint.gallery.${code}` });
    expect(() => readGallery(bytes)).toThrow(expected);
    const path = join(folder, "damaged");
    await writeFile(path, bytes);
    await expect(openGalleryFile(path)).rejects.toThrow(expected);
  });

  it("is refused with a typed error wherever one byte of it was changed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: saved.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, change) => {
          const bytes = saved.slice();
          bytes[at] = bytes[at]! ^ change;
          expect(() => readGallery(bytes)).toThrow(
            expect.objectContaining({ code: expect.stringMatching(/^fingerprint\.gallery\./) }),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
