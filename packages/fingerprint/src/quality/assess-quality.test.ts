import { describe, expect, it } from "vitest";
import { ridgePicture, sequence } from "../../test/ridge-picture.ts";
import type { GreyImage } from "../image/grey-image.ts";
import { toResolution } from "../image/to-resolution.ts";
import { templateOf } from "../template.ts";
import { assessQuality } from "./assess-quality.ts";

const SIZE = 360;
const clean = ridgePicture(SIZE, SIZE, []);

/** The picture with grey noise of the amplitude given added. */
function noisy(image: GreyImage, amplitude: number, seed = 3): GreyImage {
  const random = sequence(seed);
  const pixels = image.pixels.map((pixel) =>
    Math.max(0, Math.min(255, pixel + amplitude * (random() - 0.5))),
  );
  return { ...image, pixels };
}

/** Ridges that take the share given of their period, that share of them broken, in a disc of the radius given. */
function touched(options: {
  share?: number;
  broken?: number;
  radius?: number;
  centreX?: number;
  dark?: number;
}): GreyImage {
  const { share = 0.5, broken = 0, radius = 170, centreX = SIZE / 2, dark = 60 } = options;
  const random = sequence(7);
  const level = Math.cos(Math.PI * share);
  const breaks = new Float32Array(SIZE * SIZE).map(() => random());
  const picture = ridgePicture(SIZE, SIZE, [], (phase, x, y) => {
    if ((x - centreX) ** 2 + (y - SIZE / 2) ** 2 > radius ** 2) return 255;
    const hole = breaks[Math.floor(y / 9) * SIZE + Math.floor(x / 9)]! < broken;
    const ridge = 1 / (1 + Math.exp(-6 * (Math.cos(phase) - level)));
    return 230 - (230 - dark) * (hole ? (share > 0.5 ? 0.9 : 0.05) : ridge);
  });
  return picture;
}

const codes = (image: GreyImage) => assessQuality(image).advice.map(({ code }) => code);

describe("the quality of an impression", () => {
  it("is high for clear ridges over a large area, and asks for nothing", () => {
    const { quality, advice, measures } = assessQuality(clean);
    expect(quality).toBeGreaterThan(85);
    expect(advice).toEqual([]);
    expect(measures.ridgePeriod).toBeCloseTo(9, 0);
    expect(Math.abs(measures.ridgeShare - 0.5)).toBeLessThan(0.05);
    expect(measures.areaSquareMillimetres).toBeGreaterThan(0.8 * Math.PI * 8.9 ** 2);
  });

  it("is 0 where nothing shows", () => {
    for (const grey of [0, 128, 255]) {
      const { quality, advice } = assessQuality({
        width: 200,
        height: 220,
        pixels: new Uint8Array(44_000).fill(grey),
      });
      expect(quality).toBe(0);
      expect(advice.map(({ code }) => code)).toContain("press_harder");
    }
    expect(assessQuality({ width: 9, height: 9, pixels: new Uint8Array(81) }).quality).toBe(0);
  });

  it("falls as noise is added and as less of the finger shows", () => {
    const byNoise = [0, 100, 200, 300, 400].map(
      (amplitude) => assessQuality(noisy(clean, amplitude)).quality,
    );
    for (const [at, quality] of byNoise.slice(1).entries()) expect(quality).toBeLessThan(byNoise[at]!);
    const byArea = [170, 100, 60, 40].map((radius) => assessQuality(touched({ radius })).quality);
    for (const [at, quality] of byArea.slice(1).entries()) expect(quality).toBeLessThan(byArea[at]!);
  });

  it("is nearly the same at any resolution", () => {
    for (const dotsPerInch of [400, 1000]) {
      expect(
        Math.abs(assessQuality(toResolution(clean, dotsPerInch)).quality - assessQuality(clean).quality),
      ).toBeLessThan(5);
    }
  });

  it("rises with the minutiae that are found and with their reliability", () => {
    const template = (count: number, quality: number) =>
      templateOf(
        { position: 1, width: SIZE, height: SIZE, resolution: 197, quality: 0 },
        Array.from({ length: count }, (_, at) => ({ x: 20 + at * 5, y: 180, angle: 0, kind: 1, quality })),
      );
    const rated = [
      [0, 50],
      [5, 50],
      [15, 50],
      [15, 90],
      [40, 90],
    ].map(([count, quality]) => assessQuality(clean, template(count!, quality!)).quality);
    expect(rated[0]).toBe(0);
    for (const [at, quality] of rated.slice(1).entries()) expect(quality).toBeGreaterThan(rated[at]!);
  });
});

describe("advice", () => {
  it("names what was measured: its cause, value and limit", () => {
    const [first] = assessQuality(touched({ radius: 50 })).advice;
    expect(first).toMatchObject({ code: "press_harder", cause: "areaSquareMillimetres", limit: 110 });
    expect(first!.value).toBeLessThan(110);
  });

  it("tells a dry finger, a wet one, one beside the sensor's middle and skin without ridges apart", () => {
    expect(codes(touched({ share: 0.25, broken: 0.75 }))[0]).toBe("moisten_finger");
    expect(codes(touched({ share: 0.75, broken: 0.75 }))[0]).toBe("dry_finger");
    expect(codes(touched({ radius: 120, centreX: 20, broken: 0.75 }))[0]).toBe("centre_finger");
    const skin = noisy({ ...clean, pixels: new Uint8Array(SIZE * SIZE).fill(120) }, 200);
    expect(codes(skin).at(-1)).toBe("another_finger");
  });

  it("asks for a clean sensor where ridges show beside the print", () => {
    const dry = touched({ radius: 110, share: 0.25, broken: 0.75 });
    const pixels = dry.pixels.map((pixel, at) =>
      pixel === 255 ? 235 + 9.5 * Math.sin((2 * Math.PI * (at % SIZE)) / 9) : pixel,
    );
    expect(codes({ ...dry, pixels })[0]).toBe("clean_sensor");
    expect(codes(dry)).not.toContain("clean_sensor");
  });
});
