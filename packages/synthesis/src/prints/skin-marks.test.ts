import { describe, expect, it } from "vitest";
import { randomOf } from "../random.ts";
import { impress } from "./impress.ts";
import { growFinger } from "./master-print.ts";
import { drawCreaseCount } from "./skin-marks.ts";

describe("creases and scars", () => {
  it.each([1.5, 6])("number %s on average over fingers where so many are asked for", (mean) => {
    const random = randomOf(5);
    let sum = 0;
    for (let finger = 0; finger < 20_000; finger++) sum += drawCreaseCount(random, mean);
    expect(sum / 20_000 / mean).toBeGreaterThan(0.96);
    expect(sum / 20_000 / mean).toBeLessThan(1.04);
  });

  it("cover skin where they are asked for and show on the picture of an ordinary touch, and there are none otherwise", () => {
    const seen = [0, 6].map((creases) => {
      const master = growFinger(3, { creases });
      const { image } = impress(master, randomOf(1), { sensor: "optical", difficulty: "ordinary" });
      return { covered: master.marks.scars.filter((depth) => depth > 127).length, pixels: image.pixels };
    });
    expect(seen[0]!.covered).toBe(0);
    const { covered, pixels } = seen[1]!;
    expect(covered).toBeGreaterThan(100);
    expect(pixels.filter((pixel, index) => pixel !== seen[0]!.pixels[index]).length).toBeGreaterThan(
      covered / 2,
    );
  });
});
