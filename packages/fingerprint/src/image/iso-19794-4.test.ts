import { describe, expect, it } from "vitest";
import { randomFrom } from "../../test/generate.ts";
import { mutated } from "../../test/mutate.ts";
import { iso19794Images2005, iso19794Images2011, ridges } from "../../test/picture-files.ts";
import { FingerprintImageError } from "./image-error.ts";
import { readImage, readImages } from "./read-image.ts";
import { writePng } from "./write-png.ts";

const random = randomFrom(5);
const one = ridges(50, 40, random);
const two = ridges(44, 61, random);
const plain = [
  { position: 2, width: one.width, height: one.height, data: one.pixels },
  { position: 7, width: two.width, height: two.height, data: two.pixels },
];
const code = (code: string) => expect.objectContaining({ name: "FingerprintImageError", code });

describe("a finger image record", () => {
  it("of any version gives each picture with its finger, resolution and pixels", () => {
    const records = [
      iso19794Images2005(plain, { coding: 0 }),
      iso19794Images2005(plain, { coding: 0, productIdentifier: 0x00330001 }),
      iso19794Images2011(plain, 0),
    ];
    for (const record of records) {
      const images = readImages(record);
      expect(images.map(({ position, dotsPerInch }) => [position, dotsPerInch])).toEqual([
        [2, 500],
        [7, 500],
      ]);
      expect(images.map((image) => image.read())).toEqual([
        { ...one, dotsPerInch: 500 },
        { ...two, dotsPerInch: 500 },
      ]);
    }
    expect(readImages(records[2]!).map(({ quality, impression }) => [quality, impression])).toEqual([
      [73, 1],
      [73, 1],
    ]);
  });

  it("with a single picture is read like any picture, with several it has to be said which", () => {
    expect(readImage(iso19794Images2005(plain.slice(0, 1), { coding: 0 }), { dotsPerInch: 508 })).toEqual({
      ...one,
      dotsPerInch: 508,
    });
    expect(() => readImage(iso19794Images2011(plain, 0))).toThrow(code("fingerprint.image.several"));
  });

  it("with packed pixels is unpacked", () => {
    const packed = Uint8Array.of(0b00000101, 0b10101111);
    const record = iso19794Images2005([{ position: 1, width: 4, height: 1, data: packed }], {
      coding: 1,
      depth: 4,
    });
    expect([...readImage(record).pixels]).toEqual([0, 85, 170, 255]);
  });

  it("with picture files inside reads what they are, and refuses JPEG 2000 only when its picture is asked for", () => {
    const files = plain.map((picture, index) => ({ ...picture, data: writePng([one, two][index]!) }));
    expect(readImages(iso19794Images2011(files, 6))[1]!.read()).toEqual({ ...two, dotsPerInch: 500 });
    const jp2 = { ...plain[0]!, data: Uint8Array.of(0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 13, 10, 0x87, 10) };
    const [image] = readImages(iso19794Images2005([jp2], { coding: 4 }));
    expect(() => image!.read()).toThrow(code("fingerprint.image.unsupported"));
    const lying = iso19794Images2011([{ ...files[0]!, width: 51 }], 6);
    expect(() => readImage(lying)).toThrow(code("fingerprint.image.size"));
  });

  it("that is damaged in ten thousand ways is read or refused with a typed error, in little time", () => {
    const records = [iso19794Images2005(plain, { coding: 0 }), iso19794Images2011(plain, 0)];
    for (const record of records) {
      let refused = 0;
      for (let round = 0; round < 5000; round++) {
        try {
          for (const image of readImages(mutated(record, random), { maximumPixels: 100_000 })) image.read();
        } catch (error) {
          if (!(error instanceof FingerprintImageError)) throw error;
          refused++;
        }
      }
      expect(refused).toBeGreaterThan(500);
    }
  }, 60_000);
});
