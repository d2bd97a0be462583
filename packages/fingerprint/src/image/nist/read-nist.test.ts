import { describe, expect, it } from "vitest";
import { randomFrom } from "../../../test/generate.ts";
import { mutated } from "../../../test/mutate.ts";
import { nistFile, nistTagged, nistType4, ridges } from "../../../test/picture-files.ts";
import { hasThirdParty, thirdParty } from "../../../test/third-party.ts";
import { FingerprintImageError } from "../image-error.ts";
import { readImage, readImages } from "../read-image.ts";
import { writePng } from "../write-png.ts";
import { readNist } from "./read-nist.ts";

const random = randomFrom(9);
const plain = ridges(50, 40, random);
const coded = ridges(60, 45, random);
const persons = nistTagged(2, [
  [2, "00"],
  [18, "DOE,JANE"],
]);
const rolled = nistType4({
  position: 3,
  width: 50,
  height: 40,
  data: plain.pixels,
  coding: 0,
  designation: 1,
});
const slap = nistTagged(14, [
  [2, "02"],
  [3, "0"],
  [6, "60"],
  [7, "45"],
  [8, "2"],
  [9, "394"],
  [10, "394"],
  [11, "PNG"],
  [12, "8"],
  [13, "13"],
  [999, writePng(coded)],
]);
const incits = nistTagged(9, [
  [2, "02"],
  [128, "60"],
  [129, "45"],
  [130, "2"],
  [131, "197"],
  [134, "04"],
  [135, "70"],
  [137, "1\x1f10\x1f20\x1f90\x1f1\x1f80\x1e2\x1f30\x1f40\x1f45\x1f2\x1f60"],
]);
const standard = nistTagged(9, [
  [2, "01"],
  [6, "3"],
  [12, "1\x1f01270051180\x1f0\x1fA\x1e2\x1f02540102270\x1f0\x1fB"],
]);
const file = nistFile([
  [2, 0, persons],
  [4, 1, rolled],
  [14, 2, slap],
  [9, 2, incits],
  [9, 1, standard],
]);

describe("an ANSI/NIST file", () => {
  it("says what is there by which finger, and decodes its pictures", () => {
    const { version, records } = readNist(file);
    expect(version).toBe("0400");
    expect(records.map(({ kind, type, designation }) => [kind, type, designation])).toEqual([
      ["other", 2, 0],
      ["image", 4, 1],
      ["image", 14, 2],
      ["minutiae", 9, 2],
      ["minutiae", 9, 1],
    ]);
    expect(readImages(file).map(({ position, dotsPerInch }) => [position, dotsPerInch])).toEqual([
      [3, 500],
      [13, 1000],
    ]);
    const [first, second] = readImages(file);
    expect(first!.read()).toEqual({ ...plain, dotsPerInch: 500 });
    expect(second!.read()).toEqual({ ...coded, dotsPerInch: 1000 });
  });

  it("gives no personal data away", () => {
    expect(JSON.stringify(readNist(file))).not.toContain("DOE");
  });

  it("gives minutiae of the INCITS block and of the standard's own fields as templates", () => {
    const [incitsTemplate, standardTemplate] = readNist(file).records.flatMap((record) =>
      record.kind === "minutiae" ? [record.template] : [],
    );
    expect(incitsTemplate).toMatchObject({
      position: 4,
      width: 60,
      height: 45,
      resolution: 197,
      quality: 70,
      count: 2,
    });
    expect([...incitsTemplate!.x]).toEqual([10, 30]);
    expect([...incitsTemplate!.y]).toEqual([20, 40]);
    expect([...incitsTemplate!.angle]).toEqual([128, 64]);
    expect([...incitsTemplate!.kind]).toEqual([1, 2]);
    expect([...incitsTemplate!.minutiaQuality]).toEqual([80, 60]);
    // 1.27 mm are 25 pixels; heights are measured from the bottom of the picture, directions the other way.
    expect(standardTemplate).toMatchObject({ position: 3, width: 51, height: 40, count: 2 });
    expect([...standardTemplate!.x]).toEqual([25, 50]);
    expect([...standardTemplate!.y]).toEqual([30, 20]);
    expect([...standardTemplate!.angle]).toEqual([0, 64]);
  });

  it("cut off or with a wrong list is refused", () => {
    expect(() => readNist(file.subarray(0, file.length - 1))).toThrow(FingerprintImageError);
    expect(() => readNist(nistFile([[4, 1, rolled.subarray(0, 30)]]))).toThrow(FingerprintImageError);
    expect(() => readImage(nistFile([[9, 2, incits]]))).toThrow(
      expect.objectContaining({ code: "fingerprint.image.absent" }),
    );
  });

  it("that is damaged in ten thousand ways is read or refused with a typed error, in little time", () => {
    let refused = 0;
    for (let round = 0; round < 10_000; round++) {
      try {
        for (const record of readNist(mutated(file, random), 100_000).records) {
          if (record.kind === "image") record.read();
          if (record.kind === "minutiae") expect(record.template.count).toBeLessThanOrEqual(255);
        }
      } catch (error) {
        if (!(error instanceof FingerprintImageError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  }, 60_000);
});

describe.runIf(hasThirdParty("ansi-nist"))("ANSI/NIST reference files", () => {
  it("hold a card of fourteen prints, those with a decoded reference equal to it on every pixel", () => {
    const images = readImages(thirdParty("ansi-nist/sample.an2"));
    expect(images.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 12, 11, 13]);
    for (const position of [1, 2, 13, 14]) {
      const image = images.find((one) => one.position === position)!.read();
      const reference = readImage(thirdParty(`ansi-nist/fp-${position}.png`));
      expect([image.width, image.height, image.dotsPerInch]).toEqual([
        reference.width,
        reference.height,
        500,
      ]);
      expect(Buffer.compare(image.pixels, reference.pixels)).toBe(0);
    }
  }, 60_000);

  it("hold pictures of types 4 and 14, coded and plain", () => {
    const slaps = readImages(thirdParty("ansi-nist/type-4-14-slaps.an2"));
    expect(slaps.map(({ position }) => position)).toEqual([14, 13, 15]);
    expect(slaps.map((image) => image.read()).map(({ width, height }) => [width, height])).toEqual([
      [1608, 1000],
      [1572, 1000],
      [804, 1000],
    ]);
    expect(readImage(thirdParty("ansi-nist/type-9-14-m1.an2"))).toMatchObject({
      width: 800,
      height: 768,
      dotsPerInch: 500,
    });
  }, 60_000);

  it("hold the same 48 minutiae in the INCITS block and in the FBI's", () => {
    const [incitsTemplate, fbiTemplate] = ["type-9-14-m1.an2", "type-9-4-iafis.an2"].map((name) => {
      const record = readNist(thirdParty(`ansi-nist/${name}`)).records.find(
        ({ kind }) => kind === "minutiae",
      );
      return record?.kind === "minutiae" ? record.template : undefined;
    });
    expect(incitsTemplate).toMatchObject({ position: 8, width: 800, height: 768, quality: 90, count: 48 });
    expect(fbiTemplate).toMatchObject({ position: 8, width: 800, height: 768, count: 48 });
    expect([...fbiTemplate!.x]).toEqual([...incitsTemplate!.x]);
    expect([...fbiTemplate!.y]).toEqual([...incitsTemplate!.y]);
    for (let index = 0; index < 48; index++) {
      const turn = (fbiTemplate!.angle[index]! - incitsTemplate!.angle[index]! + 256) & 0xff;
      expect(Math.min(turn, 256 - turn)).toBeLessThanOrEqual(1);
    }
  });
});
