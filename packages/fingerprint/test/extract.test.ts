import { describe, expect, it } from "vitest";
import {
  extract,
  FingerprintImageError,
  type GreyImage,
  MINUTIA_BIFURCATION,
  MINUTIA_ENDING,
  type Template,
} from "../src/index.ts";
import { type DrawnMinutia, ridgePicture, sequence } from "./ridge-picture.ts";

const DRAWN: readonly DrawnMinutia[] = [
  { x: 120, y: 100, turn: 1 },
  { x: 200, y: 90, turn: -1 },
  { x: 90, y: 170, turn: -1 },
  { x: 160, y: 160, turn: 1 },
  { x: 230, y: 180, turn: 1 },
  { x: 130, y: 240, turn: -1 },
  { x: 200, y: 250, turn: 1 },
];

/** How many of the points have a minutia within `reach` pixels whose direction is within 22.5 degrees. */
function found(
  template: Template,
  points: readonly { x: number; y: number; angle: number }[],
  reach: number,
): number {
  return points.filter((point) =>
    Array.from({ length: template.count }, (_, index) => index).some((index) => {
      const turn = Math.abs(((template.angle[index]! - point.angle + 128) & 255) - 128);
      return Math.hypot(template.x[index]! - point.x, template.y[index]! - point.y) <= reach && turn <= 16;
    }),
  ).length;
}

const truth = DRAWN.map(({ x, y, turn }) => ({ x, y, angle: turn === 1 ? 0 : 128 }));

function turned(image: GreyImage): GreyImage {
  const pixels = new Uint8Array(image.pixels.length);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      pixels[(image.width - 1 - x) * image.height + y] = image.pixels[y * image.width + x]!;
    }
  }
  return { ...image, width: image.height, height: image.width, pixels };
}

describe("extraction", () => {
  it("finds every drawn minutia where it is, pointing to the side with the additional ridge, and no other", () => {
    const { template } = extract(ridgePicture(320, 340, DRAWN));
    expect(found(template, truth, 4)).toBe(DRAWN.length);
    expect(template.count).toBe(DRAWN.length);
    expect([template.width, template.height, template.resolution]).toEqual([320, 340, 197]);
  });

  it("tells a ridge that ends from one that forks by what lies ahead", () => {
    const ending = extract(ridgePicture(300, 300, [{ x: 150, y: 148.5, turn: 1 }])).template;
    const fork = extract(ridgePicture(300, 300, [{ x: 150, y: 153, turn: 1 }])).template;
    expect([ending.count, fork.count]).toEqual([1, 1]);
    expect([ending.kind[0], fork.kind[0]]).toEqual([MINUTIA_ENDING, MINUTIA_BIFURCATION]);
  });

  it("sees an inverted picture as the same ridge events with endings and forks exchanged", () => {
    const image = ridgePicture(320, 340, DRAWN);
    const inverted = extract({ ...image, pixels: image.pixels.map((value) => 255 - value) }).template;
    expect(found(inverted, truth, 8)).toBe(DRAWN.length);
  });

  it("turns minutiae with the picture", () => {
    const { template } = extract(turned(ridgePicture(320, 340, DRAWN)));
    const expected = truth.map(({ x, y, angle }) => ({ x: y, y: 319 - x, angle: (angle + 64) & 255 }));
    expect(found(template, expected, 4)).toBe(DRAWN.length);
  });

  it("answers in the picture's own pixels at its own resolution", () => {
    const fine = ridgePicture(640, 680, []);
    const pixels = fine.pixels.slice();
    const coarse = ridgePicture(320, 340, DRAWN);
    for (let at = 0; at < pixels.length; at++) {
      pixels[at] = coarse.pixels[(Math.floor(at / 640) >> 1) * 320 + ((at % 640) >> 1)]!;
    }
    const { template } = extract({ width: 640, height: 680, pixels }, { dotsPerInch: 1000 });
    const doubled = truth.map(({ x, y, angle }) => ({ x: 2 * x + 0.5, y: 2 * y + 0.5, angle }));
    expect(found(template, doubled, 8)).toBe(DRAWN.length);
    expect(template.resolution).toBe(394);
  });

  it("loses minutiae slowly as noise grows", () => {
    const random = sequence(7);
    const noisy = (strength: number): number => {
      const image = ridgePicture(
        320,
        340,
        DRAWN,
        (phase) => 130 + 60 * Math.cos(phase) + strength * (random() - 0.5),
      );
      return found(extract(image).template, truth, 8);
    };
    expect(noisy(60)).toBe(DRAWN.length);
    expect(noisy(160)).toBeGreaterThanOrEqual(DRAWN.length - 2);
  });

  it("finds ridges under a slope of light and at a tenth of the contrast", () => {
    const image = ridgePicture(320, 340, DRAWN, (phase, x) => 60 + x / 3 + 12 * Math.cos(phase), 110);
    expect(found(extract(image).template, truth, 6)).toBe(DRAWN.length);
  });

  it.each([
    ["white", 400, 300, () => 255],
    ["black", 300, 400, () => 0],
    ["faintly noisy", 300, 300, (at: number) => 200 + ((at * 7919) % 5)],
    ["one pixel", 1, 1, () => 9],
    ["one row", 500, 1, (at: number) => at & 255],
    ["one column", 1, 500, (at: number) => at & 255],
    ["tiny", 12, 9, (at: number) => (at * 31) & 255],
  ])("finds nothing in a picture that is %s", (_, width, height, grey) => {
    const pixels = Uint8Array.from({ length: width * height }, (__, at) => grey(at));
    expect(extract({ width, height, pixels }).template.count).toBe(0);
  });

  it("refuses a picture whose pixels are not as many as its size, and impossible resolutions", () => {
    const pixels = new Uint8Array(99);
    expect(() => extract({ width: 10, height: 10, pixels })).toThrow(FingerprintImageError);
    expect(() => extract({ width: 9, height: 11, pixels }, { dotsPerInch: 7 })).toThrow(/7 dots/);
    expect(() => extract({ width: 9, height: 11, pixels }, { dotsPerInch: Number.NaN })).toThrow(
      FingerprintImageError,
    );
  });
});
