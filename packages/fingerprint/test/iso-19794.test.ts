import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FVC_FOLDERS } from "../bench/fvc.ts";
import {
  FingerprintFormatError,
  type FingerprintRecord,
  readIso19794,
  recordOf,
  writeIso19794,
} from "../src/index.ts";
import { impressionOf, masterFinger, randomFrom } from "./generate.ts";
import { hasThirdParty, THIRD_PARTY, thirdParty } from "./third-party.ts";

const KINDS = ["OTHER", "ENDING", "BIFURCATION"];

const random = randomFrom(3);
const sample: FingerprintRecord = {
  ...recordOf([impressionOf(masterFinger(random, 2), random), impressionOf(masterFinger(random, 7), random)]),
  certified: true,
  sensor: 0x0abc,
};
const withExtended: FingerprintRecord = {
  ...sample,
  views: sample.views.map((view) => ({
    ...view,
    extended: [
      { type: 2, data: Uint8Array.of(1, 0, 10, 0, 20, 0) },
      { type: 0x0101, data: Uint8Array.of(7, 7) },
    ],
  })),
};

describe("an ISO/IEC 19794-2:2005 record", () => {
  it("is read back as it was written", () => {
    for (const record of [sample, withExtended]) expect(readIso19794(writeIso19794(record))).toEqual(record);
  });

  it("keeps extended data whose lengths count their headers", () => {
    const record: FingerprintRecord = {
      ...withExtended,
      views: withExtended.views.map((view) => ({ ...view, extendedLength: "block" as const })),
    };
    const bytes = writeIso19794(record);
    expect(readIso19794(bytes)).toEqual(record);
    expect(writeIso19794(readIso19794(bytes))).toEqual(bytes);
  });

  it("may stand in a larger buffer filled up with zeros, but with nothing else", () => {
    const bytes = writeIso19794(sample);
    const padded = new Uint8Array(bytes.length + 40);
    padded.set(bytes);
    expect(readIso19794(padded)).toEqual(sample);
    padded[bytes.length + 3] = 1;
    expect(() => readIso19794(padded)).toThrow(
      expect.objectContaining({ code: "fingerprint.format.trailing" }),
    );
  });

  it("is refused with the offset of what is wrong", () => {
    const bytes = writeIso19794(sample);
    const broken = (offset: number, value: number): Uint8Array => {
      const copy = bytes.slice();
      copy[offset] = value;
      return copy;
    };
    const cases = [
      [broken(0, 0), "magic", 0],
      [broken(5, 0x33), "version", 4],
      [broken(11, bytes[11]! + 1), "truncated", 8],
      [broken(24, 11), "position", 24],
      [broken(26, 101), "quality", 26],
      [broken(28, 0xc0 | bytes[28]!), "kind", 28],
      [broken(28, 0x7f), "coordinate", 28],
      [broken(22, 1), "trailing", undefined],
    ] as const;
    for (const [input, code, where] of cases) {
      const error = errorOf(() => readIso19794(input));
      expect(error.code).toBe(`fingerprint.format.${code}`);
      if (where !== undefined) expect(error.where).toBe(where);
      expect(error.remedy).not.toBe("");
    }
  });

  it("is not written where a field does not fit", () => {
    const view = sample.views[0]!;
    const withX = { ...view.template, x: view.template.x.map(() => sample.width) };
    for (const record of [
      { ...sample, sensor: 0x1000 },
      { ...sample, width: 0 },
      { ...sample, views: [{ ...view, template: withX }] },
      { ...sample, views: [{ ...view, template: { ...view.template, quality: 101 } }] },
    ]) {
      expect(errorOf(() => writeIso19794(record)).code).toBe("fingerprint.format.unwritable");
    }
  });

  it("gives a typed error or a record that can be written again, whatever the bytes", () => {
    const seeds = [writeIso19794(sample), writeIso19794(withExtended)];
    const mutation = fc.record({
      seed: fc.constantFrom(...seeds),
      cut: fc.option(fc.nat({ max: 700 }), { nil: undefined, freq: 3 }),
      changes: fc.array(fc.tuple(fc.nat({ max: 700 }), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      fixLength: fc.boolean(),
    });
    let read = 0;
    fc.assert(
      fc.property(mutation, ({ seed, cut, changes, fixLength }) => {
        const bytes = seed.slice(0, cut);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        if (fixLength && bytes.length >= 12) new DataView(bytes.buffer).setUint32(8, bytes.length);
        try {
          const record = readIso19794(bytes);
          read++;
          expect(readIso19794(writeIso19794(record))).toEqual(record);
        } catch (error) {
          expect(error).toBeInstanceOf(FingerprintFormatError);
        }
      }),
      { numRuns: 10_000, seed: 19794 },
    );
    expect(read).toBeGreaterThan(100);
  });

  it("is never read from noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(() => readIso19794(bytes)).toThrow(FingerprintFormatError);
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});

describe.skipIf(!hasThirdParty("templates"))("third-party records", () => {
  it("read as their published decoding says, and are written back byte for byte", () => {
    const bytes = thirdParty("templates/iso19794p2v2005-sample.dat");
    const expected = JSON.parse(
      new TextDecoder().decode(thirdParty("templates/iso19794p2v2005-sample.json")),
    );
    const record = readIso19794(bytes);
    expect(record).toMatchObject({
      certified: expected.sensorCertified,
      sensor: expected.sensorId,
      width: expected.width,
      height: expected.height,
      resolutionX: expected.resolutionX,
      resolutionY: expected.resolutionY,
    });
    expect(record.views).toHaveLength(expected.fingerprints.length);
    for (const [index, { template, view, extended }] of record.views.entries()) {
      const finger = expected.fingerprints[index];
      expect([view, template.quality]).toEqual([finger.view, finger.quality]);
      const minutiae = Array.from({ length: template.count }, (_, at) => ({
        type: KINDS[template.kind[at]!],
        positionX: template.x[at],
        positionY: template.y[at],
        angle: template.angle[at],
        quality: template.minutiaQuality[at],
      }));
      expect(minutiae).toEqual(finger.minutiae);
      const blocks = extended.map(({ type, data }) => ({ type, data: Buffer.from(data).toString("base64") }));
      expect(blocks).toEqual(finger.extensions);
    }
    expect(writeIso19794(record)).toEqual(bytes);
  });

  it("that are cut are refused as truncated", () => {
    for (const file of readdirSync(join(THIRD_PARTY, "templates-invalid"))) {
      expect(errorOf(() => readIso19794(thirdParty(`templates-invalid/${file}`))).code).toBe(
        "fingerprint.format.truncated",
      );
    }
  });
});

describe.skipIf(!hasThirdParty("fvc2002"))("the competition's templates", () => {
  it("all read and are written back byte for byte", () => {
    let files = 0;
    for (const folder of FVC_FOLDERS) {
      for (const file of readdirSync(join(THIRD_PARTY, folder)).filter((name) => name.endsWith(".iso"))) {
        const bytes = thirdParty(`${folder}/${file}`);
        expect(writeIso19794(readIso19794(bytes))).toEqual(bytes);
        files++;
      }
    }
    expect(files).toBe(320);
  });
});

function errorOf(act: () => unknown): FingerprintFormatError {
  try {
    act();
  } catch (error) {
    if (error instanceof FingerprintFormatError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
