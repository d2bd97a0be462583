import { describe, expect, it } from "vitest";
import type { GreyImage } from "./grey-image.ts";
import { toResolution } from "./to-resolution.ts";

/** Ridges as a wave of `period` pixels, running down or across. */
function wave(size: number, period: number, across: boolean): GreyImage {
  const pixels = new Uint8Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      pixels[y * size + x] = Math.round(
        128 + 100 * Math.sin((2 * Math.PI * ((across ? x : y) + 0.5)) / period),
      );
    }
  }
  return { width: size, height: size, pixels, dotsPerInch: 500 };
}

describe("a picture at another resolution", () => {
  it("shows the same ridges at the place that its size says", () => {
    for (const dotsPerInch of [250, 488, 512, 569, 1000]) {
      for (const across of [true, false]) {
        const scale = dotsPerInch / 500;
        const scaled = toResolution({ ...wave(200, 12, across), dotsPerInch: 500 }, dotsPerInch);
        expect(scaled.dotsPerInch).toBe(dotsPerInch);
        expect(Math.abs(scaled.width - 200 * scale)).toBeLessThanOrEqual(0.5);
        const expected = wave(scaled.width, (12 * scaled.width) / 200, across);
        let worst = 0;
        for (let at = 0; at < expected.pixels.length; at++) {
          const x = at % scaled.width;
          const y = Math.floor(at / scaled.width);
          if (Math.min(x, y, scaled.width - 1 - x, scaled.width - 1 - y) < 6 * scale) continue;
          worst = Math.max(worst, Math.abs(expected.pixels[at]! - scaled.pixels[at]!));
        }
        expect(worst).toBeLessThan(scale < 0.6 ? 40 : 12);
      }
    }
  });

  it("does not turn what is finer than its pixels into ridges", () => {
    const fine = toResolution({ ...wave(200, 2.3, true), dotsPerInch: 1000 }, 400);
    expect(
      Math.max(...fine.pixels.subarray(2000, 2080)) - Math.min(...fine.pixels.subarray(2000, 2080)),
    ).toBeLessThan(30);
  });

  it("comes back as it is where nothing has to change or the resolution is unknown", () => {
    const image = wave(40, 9, true);
    expect(toResolution(image, 500)).toEqual(image);
    const { dotsPerInch: _, ...unknown } = image;
    expect(toResolution(unknown, 500)).toEqual(image);
  });
});
