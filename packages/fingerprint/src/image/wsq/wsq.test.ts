import { describe, expect, it } from "vitest";
import { randomFrom } from "../../../test/generate.ts";
import { mutated } from "../../../test/mutate.ts";
import { wsqOf } from "../../../test/picture-files.ts";
import { hasThirdParty, thirdParty } from "../../../test/third-party.ts";
import { FingerprintImageError } from "../image-error.ts";
import { readImage } from "../read-image.ts";
import { subbandTree } from "./subbands.ts";

const sentOf = (width: number, height: number) =>
  subbandTree(width, height)
    .subbands.slice(0, 60)
    .reduce((sum, area) => sum + area.width * area.height, 0);

function greatestDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
}

describe("the subband tree", () => {
  it("covers every pixel once, for any size", () => {
    for (const [width, height] of [
      [32, 32],
      [33, 47],
      [388, 374],
      [301, 499],
    ] as const) {
      const covered = new Uint8Array(width * height);
      const { subbands } = subbandTree(width, height);
      expect(subbands.length).toBe(61);
      for (const area of subbands) {
        for (let y = area.y; y < area.y + area.height; y++) {
          for (let x = area.x; x < area.x + area.width; x++) covered[y * width + x]!++;
        }
      }
      expect(covered.every((times) => times === 1)).toBe(true);
    }
  });
});

describe("a WSQ picture", () => {
  it("without detail is as grey as its shift", () => {
    for (const [width, height] of [
      [64, 48],
      [33, 41],
    ] as const) {
      const image = readImage(wsqOf(width, height, new Int16Array(sentOf(width, height))));
      expect([image.width, image.height, image.dotsPerInch]).toEqual([width, height, undefined]);
      expect(image.pixels.every((pixel) => pixel === 128)).toBe(true);
    }
  });

  it("whose lowest subband is constant is flat and lighter by five levels of gain", () => {
    const [width, height] = [80, 96];
    const coefficients = new Int16Array(sentOf(width, height));
    const lowest = subbandTree(width, height).subbands[0]!;
    const next = subbandTree(width, height).subbands.slice(0, 4);
    coefficients.fill(20, 0, lowest.width * lowest.height);
    expect(next.length).toBe(4);
    const { pixels } = readImage(wsqOf(width, height, coefficients));
    // A level of both directions doubles a constant: 20 is put back at 2 * (20 - 0.44) + 2.4 / 2 and divided by 2^5.
    const expected = 128 + (2 * (20 - 0.44) + 1.2) / 2 ** 5;
    for (const pixel of pixels) expect(Math.abs(pixel - expected)).toBeLessThanOrEqual(1);
  });

  it("has the resolution of its NISTCOM comment", () => {
    const comment = "NIST_COM 3\nPIX_WIDTH 40\nPPI 1000\nLOSSY 1";
    expect(readImage(wsqOf(40, 40, new Int16Array(sentOf(40, 40)), comment)).dotsPerInch).toBe(1000);
    expect(readImage(wsqOf(40, 40, new Int16Array(sentOf(40, 40)), "PPI 500")).dotsPerInch).toBeUndefined();
  });

  it("that is too small for its transform, lies about its size or is cut off is refused", () => {
    const refused = (bytes: Uint8Array, code: string) =>
      expect(() => readImage(bytes)).toThrow(expect.objectContaining({ code }));
    refused(wsqOf(20, 64, new Int16Array(10)), "fingerprint.image.size");
    refused(wsqOf(60_000, 60_000, new Int16Array(10)), "fingerprint.image.too_large");
    refused(wsqOf(40, 40, new Int16Array(sentOf(40, 40) + 1)), "fingerprint.image.damaged");
    const whole = wsqOf(40, 40, new Int16Array(sentOf(40, 40)));
    for (let length = 2; length < whole.length - 8; length += 7) {
      expect(() => readImage(whole.subarray(0, length))).toThrow(FingerprintImageError);
    }
  });

  it("that is damaged in ten thousand ways is read or refused with a typed error, in little time", () => {
    const random = randomFrom(21);
    const coefficients = Int16Array.from({ length: sentOf(40, 36) }, () =>
      random() < 0.7 ? 0 : Math.floor(random() * 40) - 20,
    );
    const file = wsqOf(40, 36, coefficients, "NIST_COM 1\nPPI 500");
    let refused = 0;
    for (let round = 0; round < 10_000; round++) {
      try {
        readImage(mutated(file, random), { maximumPixels: 20_000 });
      } catch (error) {
        if (!(error instanceof FingerprintImageError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  }, 120_000);
});

describe.runIf(hasThirdParty("wsq"))("WSQ pictures with decoded references", () => {
  it("agree with them on every pixel", () => {
    for (const [coded, decoded] of [
      ["wsq/sample.wsq", "wsq/sample.png"],
      ["wsq/wsq-original.wsq", "wsq/wsq-converted.png"],
    ] as const) {
      const image = readImage(thirdParty(coded));
      const reference = readImage(thirdParty(decoded));
      expect([image.width, image.height]).toEqual([reference.width, reference.height]);
      expect(greatestDifference(image.pixels, reference.pixels)).toBe(0);
      expect(image.dotsPerInch).toBe(500);
    }
  });
});
