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

  it("cover more of the skin the more are asked for, none without, and show on the picture of an ordinary touch", () => {
    const seen = [0, 1.5, 6, 20].map((creases) => {
      const master = growFinger(3, { creases });
      const { image } = impress(master, randomOf(1), { sensor: "optical", difficulty: "ordinary" });
      return { covered: master.marks.scars.filter((depth) => depth > 127).length, pixels: image.pixels };
    });
    expect(seen[0]!.covered).toBe(0);
    for (const [at, { covered, pixels }] of seen.entries()) {
      if (at === 0) continue;
      expect(covered).toBeGreaterThan(seen[at - 1]!.covered);
      expect(pixels.filter((pixel, index) => pixel !== seen[0]!.pixels[index]).length).toBeGreaterThan(
        covered / 2,
      );
    }
  });
});
