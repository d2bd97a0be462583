import { describe, expect, it } from "vitest";
import { impressionOf, masterFinger, randomFrom } from "../../test/generate.ts";
import {
  type FingerprintFormatError,
  formatOf,
  type Iso2005Record,
  plainImpressions,
  readRecord,
  readTemplates,
  recordOf,
  type TemplateFormat,
  writeRecord,
  writeTemplates,
} from "../index.ts";

const random = randomFrom(3);
const fingers = [2, 7].map((position) => impressionOf(masterFinger(random, position), random));
const sample = recordOf(plainImpressions(fingers), "iso-19794-2-2005") as Iso2005Record;

describe("templates of any format", () => {
  it.each([
    "iso-19794-2-2005",
    "iso-19794-2-2011",
    "ansi-378-2004",
    "ansi-378-2009",
    "ansi-378-2009-am1",
  ] as const)("are recognised by their content: %s", (format) => {
    const bytes = writeTemplates(fingers, format);
    expect(formatOf(bytes)).toBe(format);
    const { record, templates } = readTemplates(bytes);
    expect(record.format).toBe(format);
    expect(templates.map(({ position, count }) => [position, count])).toEqual(
      fingers.map(({ position, count }) => [position, count]),
    );
  });

  it.each(["accord", "xyt"] as const)("are recognised by their content: %s", (format) => {
    const { record, templates } = readTemplates(writeTemplates(fingers.slice(0, 1), format));
    expect(record.format).toBe(format);
    expect(templates[0]!.count).toBe(fingers[0]!.count);
  });

  it("hold one impression where the format has no place for more", () => {
    for (const format of ["accord", "xyt", "iso-card-normal", "iso-card-compact"] satisfies TemplateFormat[])
      expect(errorOf(() => writeTemplates(fingers, format)).code).toBe("fingerprint.format.unwritable");
  });

  it("that come from the 2005 format are those that were written", () => {
    expect(readTemplates(writeTemplates(fingers)).templates).toEqual(fingers);
  });

  it("in a node Buffer are copied out of it", () => {
    const buffer = Buffer.from(writeTemplates(fingers));
    const { templates } = readTemplates(buffer);
    buffer.fill(0xff);
    expect(templates).toEqual(fingers);
  });
});

describe("a record of the 2005 format", () => {
  it("keeps extended data whose lengths count their headers", () => {
    const record: Iso2005Record = {
      ...sample,
      views: sample.views.map((view) => ({
        ...view,
        extended: [
          { kind: "singular-points", cores: [{ x: 10, y: 20 }], deltas: [] },
          { kind: "opaque", type: 0x0101, data: Uint8Array.of(7, 7) },
        ],
        extendedLength: "block",
      })),
    };
    const bytes = writeRecord(record);
    expect(readRecord(bytes)).toEqual(record);
    expect(writeRecord(readRecord(bytes))).toEqual(bytes);
  });

  it("is refused with the offset of what is wrong", () => {
    const bytes = writeRecord(sample);
    const broken = (offset: number, value: number): Uint8Array => {
      const copy = bytes.slice();
      copy[offset] = value;
      return copy;
    };
    const cases = [
      [broken(0, 0), "magic", 0],
      [broken(5, 0x39), "version", 4],
      [broken(11, bytes[11]! + 1), "truncated", 8],
      [broken(24, 11), "position", 24],
      [broken(26, 101), "quality", 26],
      [broken(28, 0xc0 | bytes[28]!), "kind", 28],
      [broken(28, 0x7f), "coordinate", 28],
      [broken(22, 1), "trailing", undefined],
      [bytes.slice(0, 6), "truncated", 6],
      [bytes.slice(0, 20), "truncated", undefined],
    ] as const;
    for (const [input, code, where] of cases) {
      const error = errorOf(() => readTemplates(input));
      expect(error.code).toBe(`fingerprint.format.${code}`);
      if (where !== undefined) expect(error.where).toBe(where);
      expect(error.remedy).not.toBe("");
    }
  });

  it("is not written where a field does not fit", () => {
    const view = sample.views[0]!;
    const withX = { ...view.minutiae, x: view.minutiae.x.map(() => sample.image.width) };
    for (const record of [
      { ...sample, sensor: 0x1000 },
      { ...sample, image: { ...sample.image, width: 0 } },
      { ...sample, views: [{ ...view, minutiae: withX }] },
      { ...sample, views: [{ ...view, quality: 101 }] },
      { ...sample, views: [{ ...view, impression: 16 }] },
    ]) {
      expect(errorOf(() => writeRecord(record)).code).toBe("fingerprint.format.unwritable");
    }
  });
});

function errorOf(act: () => unknown): FingerprintFormatError {
  try {
    act();
  } catch (error) {
    return error as FingerprintFormatError;
  }
  throw new Error("nothing was thrown");
}
