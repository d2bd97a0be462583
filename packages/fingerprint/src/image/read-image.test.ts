import { describe, expect, it } from "vitest";
import { randomFrom } from "../../test/generate.ts";
import { mutated } from "../../test/mutate.ts";
import {
  bmpOf,
  jpegOf,
  lzwPacked,
  pgmOf,
  pngOf,
  ridges,
  type TiffEntry,
  tiffOf,
  withChecksums,
} from "../../test/picture-files.ts";
import { hasThirdParty, thirdParty } from "../../test/third-party.ts";
import { FingerprintImageError } from "./image-error.ts";
import { readImage } from "./read-image.ts";
import { writePng } from "./write-png.ts";

const random = randomFrom(11);
const image = ridges(61, 47, random);
const { width, height, pixels } = image;

const GREY_TAGS: TiffEntry[] = [
  [256, 3, [width]],
  [257, 3, [height]],
  [258, 3, [8]],
  [262, 3, [1]],
];
const withTags = (...more: TiffEntry[]): TiffEntry[] => [
  ...GREY_TAGS.filter(([tag]) => !more.some(([other]) => other === tag)),
  ...more,
];
const code = (code: string) => expect.objectContaining({ name: "FingerprintImageError", code });

/** Lines of one pass behind filter bytes of kind `none`. */
function filtered(bytes: Uint8Array, lineBytes: number): Uint8Array {
  const lines = bytes.length / lineBytes;
  const out = new Uint8Array(bytes.length + lines);
  for (let line = 0; line < lines; line++) {
    out.set(bytes.subarray(line * lineBytes, (line + 1) * lineBytes), line * (lineBytes + 1) + 1);
  }
  return out;
}

describe("a PNG", () => {
  it("is read back as it was written, with its resolution", () => {
    for (const dotsPerInch of [500, 508, 1000]) {
      expect(readImage(writePng({ ...image, dotsPerInch }))).toEqual({ ...image, dotsPerInch });
    }
    expect(readImage(writePng(image))).toEqual(image);
  });

  it("is read with every filter", () => {
    for (const filter of [0, 1, 2, 3, 4]) {
      const data = filtered(pixels, width);
      for (let line = height - 1; line >= 0; line--) {
        const at = line * (width + 1) + 1;
        data[at - 1] = filter;
        for (let x = width - 1; x >= 0; x--) {
          const left = x > 0 ? pixels[line * width + x - 1]! : 0;
          const above = line > 0 ? pixels[(line - 1) * width + x]! : 0;
          const corner = x > 0 && line > 0 ? pixels[(line - 1) * width + x - 1]! : 0;
          const byDistance = [left, above, corner].sort(
            (a, b) => Math.abs(left + above - corner - a) - Math.abs(left + above - corner - b),
          );
          const predicted = [0, left, above, (left + above) >> 1, byDistance[0]!][filter]!;
          data[at + x] = pixels[line * width + x]! - predicted;
        }
      }
      expect(readImage(pngOf({ width, height, depth: 8, colour: 0 }, data)).pixels).toEqual(pixels);
    }
  });

  it("of few bits, of a palette, of colour and of alpha becomes grey", () => {
    const bits = pngOf(
      { width: 9, height: 2, depth: 1, colour: 0 },
      Uint8Array.of(0, 0b10100000, 128, 0, 0, 0),
    );
    expect([...readImage(bits).pixels]).toEqual([255, 0, 255, 0, 0, 0, 0, 0, 255, ...Array(9).fill(0)]);
    const palette = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9);
    const coloured = pngOf({ width: 4, height: 1, depth: 2, colour: 3 }, Uint8Array.of(0, 0b00011011), [
      ["PLTE", palette],
      ["tRNS", Uint8Array.of(255, 255, 255, 0)],
    ]);
    expect([...readImage(coloured).pixels]).toEqual([76, 150, 29, 255]);
    const alpha = pngOf({ width: 2, height: 1, depth: 8, colour: 4 }, Uint8Array.of(0, 10, 255, 10, 0));
    expect([...readImage(alpha).pixels]).toEqual([10, 255]);
  });

  it("is read interlaced", () => {
    const data: number[] = [];
    const passes = [
      [0, 0, 8, 8],
      [4, 0, 8, 8],
      [0, 4, 4, 8],
      [2, 0, 4, 4],
      [0, 2, 2, 4],
      [1, 0, 2, 2],
      [0, 1, 1, 2],
    ] as const;
    for (const [left, top, stepX, stepY] of passes) {
      for (let y = top; y < height; y += stepY) {
        data.push(0);
        for (let x = left; x < width; x += stepX) data.push(pixels[y * width + x]!);
      }
    }
    const file = pngOf({ width, height, depth: 8, colour: 0, interlaced: true }, Uint8Array.from(data));
    expect(readImage(file).pixels).toEqual(pixels);
  });

  it("that would grow beyond its header stops there", () => {
    const bomb = pngOf({ width: 10, height: 10, depth: 8, colour: 0 }, new Uint8Array(50_000_000));
    expect(bomb.length).toBeLessThan(60_000);
    expect(() => readImage(bomb)).toThrow(code("fingerprint.image.damaged"));
    const hollow = pngOf({ width: 100, height: 100, depth: 8, colour: 0 }, new Uint8Array(50));
    expect(() => readImage(hollow)).toThrow(code("fingerprint.image.truncated"));
    const claim = pngOf({ width: 8000, height: 8000, depth: 16, colour: 6 }, new Uint8Array(50));
    expect(() => readImage(claim)).toThrow(code("fingerprint.image.truncated"));
  });

  it("with a wrong checksum is refused", () => {
    const file = writePng(image);
    file[60]! ^= 1;
    expect(() => readImage(file)).toThrow(code("fingerprint.image.damaged"));
  });
});

describe("a TIFF", () => {
  it("is read in both byte orders, plain, packed and with differences, in strips", () => {
    const half = Math.ceil(height / 2);
    const strips = [pixels.slice(0, half * width), pixels.slice(half * width)];
    const differences = pixels.map((pixel, at) => (at % width === 0 ? pixel : pixel - pixels[at - 1]!));
    for (const littleEndian of [true, false]) {
      const resolution: TiffEntry[] = [
        [278, 3, [half]],
        [282, 5, [5000, 10]],
        [296, 3, [2]],
      ];
      const plain = tiffOf([...GREY_TAGS, ...resolution], strips, littleEndian);
      expect(readImage(plain)).toEqual({ ...image, dotsPerInch: 500 });
      const packed = tiffOf(
        [...GREY_TAGS, ...resolution, [259, 3, [5]]],
        strips.map(lzwPacked),
        littleEndian,
      );
      expect(readImage(packed)).toEqual({ ...image, dotsPerInch: 500 });
      const differing = tiffOf(
        [...GREY_TAGS, [259, 3, [5]], [317, 3, [2]]],
        [lzwPacked(differences)],
        littleEndian,
      );
      expect(readImage(differing)).toEqual(image);
    }
  });

  it("of PackBits runs is read", () => {
    const packed = Uint8Array.from([0x7f & (width - 1), ...pixels.slice(0, width), 257 - width, 7]);
    const tags = withTags([257, 3, [2]], [259, 3, [32773]]);
    const expected = Uint8Array.from([...pixels.slice(0, width), ...Array(width).fill(7)]);
    expect(readImage(tiffOf(tags, [packed])).pixels).toEqual(expected);
  });

  it("stored white on black, bilevel, of 16 bits or of colours becomes black on white grey", () => {
    const inverted = pixels.map((pixel) => 255 - pixel);
    expect(readImage(tiffOf(withTags([262, 3, [0]]), [inverted])).pixels).toEqual(pixels);
    const bits = tiffOf(withTags([256, 3, [4]], [257, 3, [1]], [258, 3, [1]]), [Uint8Array.of(0b01010000)]);
    expect([...readImage(bits).pixels]).toEqual([0, 255, 0, 255]);
    for (const littleEndian of [true, false]) {
      const wide = new Uint8Array(2 * pixels.length);
      for (const [at, pixel] of pixels.entries()) wide[2 * at + (littleEndian ? 1 : 0)] = pixel;
      expect(readImage(tiffOf(withTags([258, 3, [16]]), [wide], littleEndian)).pixels).toEqual(pixels);
    }
    const map = [0, 65535, 0, 0, 0, 0, 65535, 0, 0, 0, 0, 65535];
    const colours = Array.from({ length: 768 }, (_, at) => map[Math.floor(at / 256) * 4 + (at % 256)] ?? 0);
    const palette = withTags([256, 3, [4]], [257, 3, [1]], [262, 3, [3]], [320, 3, colours]);
    expect([...readImage(tiffOf(palette, [Uint8Array.of(0, 1, 2, 3)])).pixels]).toEqual([0, 76, 150, 29]);
  });

  it("whose directory claims more than the file holds costs nothing", () => {
    const lying = tiffOf(withTags([256, 4, [60_000]], [257, 4, [60_000]]), [pixels]);
    expect(() => readImage(lying)).toThrow(code("fingerprint.image.too_large"));
    const hollow = tiffOf(withTags([256, 4, [8000]], [257, 4, [8000]]), [pixels]);
    expect(() => readImage(hollow)).toThrow(code("fingerprint.image.truncated"));
    const bomb = tiffOf([...GREY_TAGS, [259, 3, [5]]], [lzwPacked(new Uint8Array(10_000_000))]);
    expect(readImage(bomb).pixels).toEqual(new Uint8Array(width * height));
  });

  it("of another kind is named", () => {
    const fax = tiffOf(withTags([258, 3, [1]], [259, 3, [4]]), [pixels]);
    expect(() => readImage(fax)).toThrow(code("fingerprint.image.unsupported"));
  });
});

describe("a bitmap", () => {
  const lineBytes = Math.ceil(width / 4) * 4;
  const greyPalette = Uint8Array.from({ length: 1024 }, (_, at) => (at % 4 === 3 ? 0 : at >> 2));
  const bottomUp = new Uint8Array(lineBytes * height);
  const topDown = new Uint8Array(lineBytes * height);
  for (let y = 0; y < height; y++) {
    topDown.set(pixels.subarray(y * width, (y + 1) * width), y * lineBytes);
    bottomUp.set(pixels.subarray(y * width, (y + 1) * width), (height - 1 - y) * lineBytes);
  }

  it("is read from the bottom and from the top, through its palette, with its resolution", () => {
    const upward = bmpOf({ width, height, bits: 8, perMetre: 19685 }, greyPalette, bottomUp);
    expect(readImage(upward)).toEqual({ ...image, dotsPerInch: 500 });
    expect(readImage(bmpOf({ width, height: -height, bits: 8 }, greyPalette, topDown))).toEqual(image);
    const inverse = greyPalette.map((value, at) => (at % 4 === 3 ? 0 : 255 - value));
    const negative = bottomUp.map((value) => 255 - value);
    expect(readImage(bmpOf({ width, height, bits: 8 }, inverse, negative))).toEqual(image);
  });

  it("of colour becomes grey, of few bits goes through its palette", () => {
    const colour = bmpOf({ width: 1, height: 1, bits: 24 }, new Uint8Array(0), Uint8Array.of(255, 0, 0, 0));
    expect([...readImage(colour).pixels]).toEqual([29]);
    const two = Uint8Array.of(255, 255, 255, 0, 0, 0, 0, 0);
    const bits = bmpOf({ width: 3, height: 1, bits: 1 }, two, Uint8Array.of(0b01000000, 0, 0, 0));
    expect([...readImage(bits).pixels]).toEqual([255, 0, 255]);
  });

  it("cut off or lying about its size is refused before memory is taken", () => {
    const file = bmpOf({ width, height, bits: 8 }, greyPalette, bottomUp);
    expect(() => readImage(file.subarray(0, file.length - 1))).toThrow(code("fingerprint.image.truncated"));
    expect(() => readImage(bmpOf({ width: 7000, height: 7000, bits: 8 }, greyPalette, bottomUp))).toThrow(
      code("fingerprint.image.truncated"),
    );
    expect(() => readImage(bmpOf({ width: 70_000, height: 7000, bits: 8 }, greyPalette, bottomUp))).toThrow(
      code("fingerprint.image.too_large"),
    );
  });
});

describe("a grey map", () => {
  it("is read in text and in bytes, of 8 and of 16 bits, with comments", () => {
    for (const greatest of [255, 65535]) {
      for (const kind of ["P2", "P5"] as const)
        expect(readImage(pgmOf(image, kind, greatest))).toEqual(image);
    }
  });

  it("cut off is refused before memory is taken", () => {
    const file = pgmOf(image, "P5", 255);
    expect(() => readImage(file.subarray(0, file.length - 1))).toThrow(code("fingerprint.image.truncated"));
    const claim = new TextEncoder().encode("P5 7000 7000 255 ");
    expect(() => readImage(claim)).toThrow(code("fingerprint.image.truncated"));
  });
});

describe("a JPEG", () => {
  it("is read within what its coding loses, with its resolution", () => {
    const read = readImage(jpegOf(image));
    expect(read).toMatchObject({ width, height, dotsPerInch: 500 });
    let worst = 0;
    for (const [at, pixel] of pixels.entries()) worst = Math.max(worst, Math.abs(pixel - read.pixels[at]!));
    expect(worst).toBeLessThan(10);
  });

  it("that claims a size beyond the limit is refused before it is decoded", () => {
    const file = jpegOf(image);
    const frame = file.findIndex((byte, at) => byte === 0xff && file[at + 1] === 0xc0);
    file.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    expect(() => readImage(file)).toThrow(code("fingerprint.image.too_large"));
  });

  it("that is cut off is refused", () => {
    const file = jpegOf(image);
    expect(() => readImage(file.subarray(0, file.length >> 1))).toThrow(FingerprintImageError);
  });
});

describe("raw bytes", () => {
  it("are taken with the size given", () => {
    expect(readImage(pixels, { width, height, dotsPerInch: 500 })).toEqual({ ...image, dotsPerInch: 500 });
    expect(() => readImage(pixels, { width, height: height + 1 })).toThrow(code("fingerprint.image.size"));
  });
});

describe("any picture", () => {
  it("has the resolution that the caller gives, if that can be one", () => {
    expect(readImage(writePng({ ...image, dotsPerInch: 1000 }), { dotsPerInch: 500 }).dotsPerInch).toBe(500);
    expect(() => readImage(writePng(image), { dotsPerInch: 20 })).toThrow(
      code("fingerprint.image.resolution"),
    );
  });

  it("is refused beyond the number of pixels allowed", () => {
    const files = [writePng(image), pgmOf(image, "P5", 255), tiffOf(GREY_TAGS, [pixels]), jpegOf(image)];
    for (const file of files) {
      expect(readImage(file, { maximumPixels: width * height }).width).toBe(width);
      expect(() => readImage(file, { maximumPixels: width * height - 1 })).toThrow(
        code("fingerprint.image.too_large"),
      );
    }
  });

  it("is none where the bytes begin like nothing known", () => {
    for (const bytes of [new Uint8Array(0), Uint8Array.of(1, 2, 3), new TextEncoder().encode("finger")]) {
      expect(() => readImage(bytes)).toThrow(code("fingerprint.image.format"));
    }
  });

  it("that is damaged in ten thousand ways is read or refused with a typed error, in little time", () => {
    const files = [
      writePng({ ...image, dotsPerInch: 500 }),
      tiffOf(GREY_TAGS, [pixels]),
      tiffOf([...GREY_TAGS, [259, 3, [5]]], [lzwPacked(pixels)]),
      bmpOf({ width: 8, height: 8, bits: 8 }, new Uint8Array(1024), new Uint8Array(64)),
      pgmOf(image, "P5", 255),
      pgmOf(image, "P2", 255),
      jpegOf(image),
    ];
    const damage = (file: Uint8Array) => {
      const damaged = mutated(file, random);
      return file[0] === 0x89 && random() < 0.8 ? withChecksums(damaged) : damaged;
    };
    const perFile = Math.ceil(10_000 / files.length);
    for (const file of files) {
      let refused = 0;
      for (let round = 0; round < perFile; round++) {
        try {
          const read = readImage(damage(file), { maximumPixels: 4_000_000 });
          expect(read.pixels.length).toBe(read.width * read.height);
        } catch (error) {
          if (!(error instanceof FingerprintImageError)) throw error;
          refused++;
        }
      }
      expect(refused).toBeGreaterThan(perFile / 20);
    }
  }, 60_000);
});

describe.runIf(hasThirdParty("fvc2002"))("the competition's images", () => {
  it("are read in their sizes", () => {
    const sizes = [
      ["fvc2002/DB1_B/101_1.tif", 388, 374],
      ["fvc2002/DB3_B/101_1.tif", 300, 300],
      ["fvc2004/DB2_B/101_1.tif", 328, 364],
      ["fvc2004/DB3_B/101_1.tif", 300, 480],
      ["uareu/012_1_1.tif", 326, 357],
    ] as const;
    for (const [path, columns, lines] of sizes) {
      const read = readImage(thirdParty(path));
      expect([read.width, read.height]).toEqual([columns, lines]);
      expect(new Set(read.pixels).size).toBeGreaterThan(20);
    }
  });
});
