import { describe, expect, it } from "vitest";
import { impressionOf, masterFinger, randomFrom } from "../../test/generate.ts";
import {
  type AccordRecord,
  extractedImpression,
  impressionsOf,
  readRecord,
  readTemplates,
  recordOf,
  templateOf,
  verify,
  writeRecord,
  writeTemplates,
} from "../index.ts";

const random = randomFrom(8);
const template = impressionOf(masterFinger(random, 3), random);

describe("our own form", () => {
  it("takes sixteen bytes and six a minutia", () => {
    expect(writeTemplates([template], "accord")).toHaveLength(16 + 6 * template.count);
  });

  it("gives the template that was written", () => {
    expect(readTemplates(writeTemplates([template], "accord")).templates).toEqual([template]);
  });

  it("is read where it lies: positions and angles are views of the bytes", () => {
    const row = new Uint8Array(4096);
    const at = 128;
    row.set(writeTemplates([template], "accord"), at);
    const [found] = readTemplates(row.subarray(at, at + 16 + 6 * template.count)).templates;
    for (const column of [found!.x, found!.y, found!.angle]) expect(column.buffer).toBe(row.buffer);
    expect(verify(found!, template)).toEqual(verify(template, template));
  });

  it("is read from an odd address as well", () => {
    const row = new Uint8Array(4096);
    row.set(writeTemplates([template], "accord"), 7);
    expect(readTemplates(row.subarray(7, 7 + 16 + 6 * template.count)).templates).toEqual([template]);
  });

  it("keeps every kind and quality of endings and bifurcations, and others to the nearest of 53 steps", () => {
    for (const kind of [0, 1, 2]) {
      const all = templateOf(
        template,
        Array.from({ length: 101 }, (_, quality) => ({ x: 1, y: 2, angle: 3, kind, quality })),
      );
      const [found] = readTemplates(writeTemplates([all], "accord")).templates;
      expect(found!.kind).toEqual(all.kind);
      for (let quality = 0; quality <= 100; quality++)
        expect(Math.abs(found!.minutiaQuality[quality]! - quality)).toBeLessThanOrEqual(kind === 0 ? 1 : 0);
    }
  });

  it("of a later version is refused by name", () => {
    const bytes = writeTemplates([template], "accord");
    bytes[3] = 2;
    expect(() => readRecord(bytes)).toThrow(expect.objectContaining({ code: "fingerprint.format.version" }));
  });

  it("says nothing of singular points where there are none", () => {
    const record = readRecord(writeTemplates([template], "accord")) as AccordRecord;
    expect(record).toMatchObject({ cores: [], deltas: [], other: [] });
  });

  it("keeps what was found in a picture: cores, deltas with their three directions, class", () => {
    const extraction = {
      template,
      singularPoints: {
        kind: "singular-points" as const,
        cores: [{ x: 100, y: 120, angle: 190 }],
        deltas: [{ x: 40, y: 300, angles: [10, 90, 170] as const }],
      },
      patternClass: "leftLoop" as const,
    };
    const impression = extractedImpression(extraction);
    const bytes = writeRecord(recordOf([impression], "accord"));
    expect(impressionsOf(readRecord(bytes))).toEqual([impression]);
  });
});
