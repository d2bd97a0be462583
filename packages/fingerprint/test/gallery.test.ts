import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  fuseScores,
  Gallery,
  type GalleryEntry,
  identify,
  identifyAllWithin,
  type Template,
  verify,
} from "../src/index.ts";
import * as pool from "../src/pool/index.ts";
import { impressionOf, masterFinger, POOR_WEAR, randomFrom } from "./generate.ts";

const PEOPLE = 300;
const random = randomFrom(42);
const masters = Array.from({ length: PEOPLE }, () => [masterFinger(random, 2), masterFinger(random, 7)]);
const enrolled: GalleryEntry[] = masters.flatMap((fingers, subject) =>
  fingers.map((finger) => ({ subject, template: impressionOf(finger, random) })),
);
const probes = masters.map((fingers) => fingers.map((finger) => impressionOf(finger, random)));
const strangers = Array.from({ length: 40 }, () => [
  impressionOf(masterFinger(random, 2), random),
  impressionOf(masterFinger(random, 7), random),
]);
const gallery = Gallery.build(enrolled);
const unknown = (template: Template): Template => ({ ...template, position: 0 });

describe("a gallery", () => {
  it("finds people by two fingers, far above strangers", () => {
    const found = probes.filter((probe, subject) => {
      const [best] = identify(probe, gallery);
      return best?.subject === subject && best.score > 80;
    });
    expect(found.length).toBeGreaterThanOrEqual(0.98 * PEOPLE);
    for (const stranger of strangers) expect(identify(stranger, gallery)[0]?.score ?? 0).toBeLessThan(60);
  });

  it("gives the same scores as verification, fused, and evidence that agrees in sign", () => {
    for (const [subject, probe] of probes.slice(0, 20).entries()) {
      const candidate = identify(probe, gallery).find((found) => found.subject === subject)!;
      const each = probe.map(
        (finger, index) => verify(finger, enrolled[subject * 2 + index]!.template).score,
      );
      expect(candidate.fingers.map((finger) => finger.position)).toEqual([2, 7]);
      for (const [index, finger] of candidate.fingers.entries())
        expect(finger.score).toBeCloseTo(each[index]!, 6);
      expect(candidate.score).toBeCloseTo(fuseScores(each), 6);
      if (candidate.score > 80) expect(candidate.weight).toBeGreaterThan(10);
    }
  });

  it("does not compare different finger positions, and compares unknown ones with all", () => {
    const crossed = probes[5]!.map((template) => ({ ...template, position: template.position + 1 }));
    expect(identify(crossed, gallery)).toEqual([]);
    expect(identify([unknown(probes[5]![1]!)], gallery)[0]).toMatchObject({
      subject: 5,
      fingers: [{ position: 7 }],
    });
    const withUnknown = Gallery.build(
      enrolled.map((entry) => ({ ...entry, template: unknown(entry.template) })),
    );
    expect(identify([probes[6]![0]!], withUnknown)[0]?.subject).toBe(6);
  });

  it("leaves out whom it is told to, and gives no more than asked", () => {
    expect(
      identify(probes[7]!, gallery, { exclude: new Set([7]) }).map((found) => found.subject),
    ).not.toContain(7);
    expect(identify(probes[7]!, gallery, { limit: 1 }).map((found) => found.subject)).toEqual([7]);
    expect(identify(strangers[0]!, gallery, { limit: 3 })).toHaveLength(3);
  });

  it("takes the best of several impressions of a finger, at the price of the extra chance", () => {
    const again = Gallery.build([...enrolled, { subject: 9, template: probes[9]![0]! }]);
    const best = identify([probes[9]![0]!], again)[0]!;
    expect(best.subject).toBe(9);
    expect(best.fingers).toHaveLength(1);
    expect(best.score).toBeGreaterThan(150);
  });

  it("needs at most 1.2 KB for a finger of 45 minutiae, beside 128 KB for each position", () => {
    const minutiae = enrolled.reduce((sum, { template }) => sum + template.count, 0);
    expect((45 * (gallery.byteLength - 2 * 4 * 2 ** 15)) / minutiae).toBeLessThan(1.2 * 1024);
  });

  it("is the same when made again from its segments, and may be empty", () => {
    expect(identify(probes[3]!, Gallery.of(gallery.segments))).toEqual(identify(probes[3]!, gallery));
    expect(identify(probes[3]!, Gallery.build([]))).toEqual([]);
    expect(identify([], gallery)).toEqual([]);
    expect(() => Gallery.build([{ subject: 1.5, template: probes[3]![0]! }])).toThrow(
      expect.objectContaining({ code: "fingerprint.gallery.subject" }),
    );
  });

  it("finds by its index whom comparing with everybody finds, from poor impressions too", () => {
    const few = strangers.length;
    let exhaustive = 0;
    let found = 0;
    for (const [subject, fingers] of masters.slice(0, few).entries()) {
      const poor = fingers.map((finger) => impressionOf(finger, random, POOR_WEAR));
      if (identify(poor, gallery, { consider: Infinity, limit: 1 })[0]?.subject !== subject) continue;
      exhaustive++;
      if (identify(poor, gallery, { limit: 1 })[0]?.subject === subject) found++;
    }
    expect(exhaustive).toBeGreaterThan(0.8 * few);
    expect(found).toBeGreaterThanOrEqual(0.97 * exhaustive);
  });

  it("finds people registered twice, each pair once", () => {
    const twice = Gallery.build([
      ...enrolled,
      ...[4, 17].flatMap((subject, index) =>
        probes[subject]!.map((template) => ({ subject: PEOPLE + index, template })),
      ),
    ]);
    expect(
      identifyAllWithin(twice, { scoreFrom: 80 })
        .map(({ one, other }) => [one, other])
        .sort(),
    ).toEqual([
      [17, PEOPLE + 1],
      [4, PEOPLE],
    ]);
  });
});

const built = existsSync(new URL("../dist/pool/worker.js", import.meta.url));
describe.skipIf(!built)("searching over worker threads (needs a build)", () => {
  it("finds what one thread finds, in order, and reports progress", async () => {
    const done: number[] = [];
    const found = await pool.identifyMany(probes.slice(0, 50), gallery, {
      workers: 2,
      limit: 2,
      onProgress: (count) => done.push(count),
    });
    expect(found).toEqual(probes.slice(0, 50).map((probe) => identify(probe, gallery, { limit: 2 })));
    expect(done.at(-1)).toBe(50);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it("leaves out each probe's own subjects", async () => {
    const found = await pool.identifyMany(probes.slice(0, 5), gallery, {
      workers: 1,
      exclude: (probe) => [probe],
    });
    for (const [probe, candidates] of found.entries()) {
      expect(candidates.map((candidate) => candidate.subject)).not.toContain(probe);
    }
  });

  it("finds duplicates within a gallery as one thread does", async () => {
    const twice = Gallery.build([
      ...enrolled.slice(0, 80),
      ...probes[2]!.map((template) => ({ subject: 40, template })),
    ]);
    expect(await pool.identifyAllWithin(twice, { workers: 2 })).toEqual(identifyAllWithin(twice));
  });

  it("stops when told to", async () => {
    const controller = new AbortController();
    const search = pool.identifyMany(probes, gallery, {
      workers: 1,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(search).rejects.toThrow("enough");
    await expect(pool.identifyMany(probes, gallery, { signal: controller.signal })).rejects.toThrow("enough");
  });
});
