import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { impressionOf, masterFinger, randomFrom } from "../../test/generate.ts";
import { ansi2004, ansi2009, iso2005, iso2011 } from "../../test/records.ts";
import {
  convertRecord,
  impressionsOf,
  plainImpressions,
  readRecord,
  recordOf,
  type Template,
  type TemplateFormat,
  templateOf,
  verify,
  writeRecord,
} from "../index.ts";

const random = randomFrom(11);
const master = masterFinger(random, 2);
const [probe, reference] = [impressionOf(master, random), impressionOf(master, random)];
const through = (template: Template, format: TemplateFormat): Template => {
  const { width, height, position } = template;
  return impressionsOf(recordOf(plainImpressions([template]), format), { width, height, position })[0]!
    .template;
};
const turn = (one: number, other: number) => Math.abs(((one - other + 128) & 255) - 128);
const fields = (losses: readonly { field: string }[]) => losses.map(({ field }) => field).sort();

describe("conversion", () => {
  it("between ISO and ANSI moves no minutia and turns none by more than one unit of 360/256 degrees", () => {
    for (const format of ["ansi-378-2004", "ansi-378-2009", "ansi-378-2009-am1"] as const) {
      const back = through(probe, format);
      expect({ ...back, angle: probe.angle }).toEqual(probe);
      for (const [at, angle] of back.angle.entries())
        expect(turn(angle, probe.angle[at]!)).toBeLessThanOrEqual(1);
    }
    expect(through(probe, "iso-19794-2-2011")).toEqual(probe);
  });

  it("from ANSI to ISO and back keeps every angle", () => {
    const angles = Array.from({ length: 180 }, (_, angle) => angle);
    const record = recordOf(plainImpressions([probe]), "ansi-378-2004");
    if (record.format !== "ansi-378-2004") throw new Error(record.format);
    const [view] = record.views;
    const columns = { x: 0, y: 0, kind: 1, quality: 0 };
    const minutiae = {
      count: 180,
      x: new Uint16Array(180).fill(columns.x),
      y: new Uint16Array(180),
      angle: Uint8Array.from(angles),
      kind: new Uint8Array(180).fill(columns.kind),
      quality: new Uint8Array(180),
    };
    const ansi = { ...record, views: [{ ...view!, minutiae }] };
    const back = convertRecord(convertRecord(ansi, "iso-19794-2-2005").record, "ansi-378-2004").record;
    expect(back).toEqual({ ...ansi, productOwner: 0x0103 });
  });

  it("to a card keeps places within its unit, and the match", () => {
    for (const [format, pixels, units] of [
      ["iso-card-normal", 0, 0],
      ["iso-card-compact", 1, 2],
    ] as const) {
      const small = templateOf(probe, [
        { x: 20, y: 30, angle: 200, kind: 1 },
        { x: 250, y: 260, angle: 7, kind: 2 },
      ]);
      const back = through(small, format);
      expect(back.count).toBe(2);
      for (let at = 0; at < 2; at++) {
        expect(Math.abs(back.x[at]! - small.x[at]!)).toBeLessThanOrEqual(pixels);
        expect(Math.abs(back.y[at]! - small.y[at]!)).toBeLessThanOrEqual(pixels);
        expect(turn(back.angle[at]!, small.angle[at]!)).toBeLessThanOrEqual(units);
      }
      const direct = verify(probe, reference).score;
      expect(verify(through(probe, format), through(reference, format)).score).toBeGreaterThan(direct / 2);
    }
  });

  it("to a compact card leaves out what is farther apart than 25.5 mm, the outermost first", () => {
    const wide = templateOf({ ...probe, width: 1500, height: 500 }, [
      { x: 1400, y: 200, angle: 0, kind: 1 },
      { x: 700, y: 210, angle: 0, kind: 1 },
      { x: 760, y: 215, angle: 0, kind: 1 },
      { x: 800, y: 190, angle: 0, kind: 1 },
    ]);
    const { record } = convertRecord(
      recordOf(plainImpressions([wide]), "iso-19794-2-2005"),
      "iso-card-compact",
    );
    if (record.format !== "iso-card-compact") throw new Error(record.format);
    expect(record.minutiae.count).toBe(3);
    expect([...record.minutiae.x]).toEqual([0, 31, 51]);
  });

  it("tells each field that did not come through", () => {
    const record = recordOf(
      [
        {
          ...plainImpressions([probe])[0]!,
          extended: [
            {
              kind: "ridge-counts",
              method: 1,
              from: Uint8Array.of(0),
              to: Uint8Array.of(1),
              ridges: Uint8Array.of(5),
            },
            { kind: "singular-points", cores: [{ x: 9, y: 8, angle: 7 }], deltas: [] },
          ],
          captured: { year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5, millisecond: 6 },
          deviceType: 0x1234,
          certifications: [{ authority: 1, scheme: 2 }],
        },
      ],
      "iso-19794-2-2011",
    );
    expect(convertRecord(record, "iso-19794-2-2011").losses).toEqual([]);
    expect(fields(convertRecord(record, "iso-19794-2-2005").losses)).toEqual([
      "captured",
      "certifications",
      "deviceType",
    ]);
    expect(fields(convertRecord(record, "ansi-378-2009").losses)).toContain("angle");
    expect(fields(convertRecord(record, "accord").losses)).toEqual([
      "captured",
      "certifications",
      "deviceType",
      "extended",
    ]);
    expect(fields(convertRecord(record, "iso-card-compact").losses)).toContain("minutiaQuality");
  });

  it("between the record formats always gives a record that can be written", () => {
    const formats = ["iso-19794-2-2005", "iso-19794-2-2011", "ansi-378-2004", "ansi-378-2009-am1"] as const;
    fc.assert(
      fc.property(
        fc.oneof(iso2011, ansi2009, iso2005, ansi2004),
        fc.constantFrom(...formats),
        (record, format) => {
          try {
            const converted = convertRecord(record, format).record;
            expect(readRecord(writeRecord(converted))).toEqual(converted);
          } catch (error) {
            expect(error).toMatchObject({
              message: "impressions of different resolutions do not fit one header",
            });
          }
        },
      ),
      { numRuns: 500, seed: 5 },
    );
  });
});
