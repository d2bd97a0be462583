import { describe, expect, it } from "vitest";
import type { GreyImage } from "../image/grey-image.ts";
import { extract } from "./extract.ts";

interface Turn {
  readonly x: number;
  readonly y: number;
  /** Half turns of the orientation about the point: 1 for a core, -1 for a delta. */
  readonly halves: 1 | -1;
}

/**
 * Short strokes along the zero-pole model's orientation (Sherlock and Monro 1993), grown into ridges by filtering noise
 * along and across it; `base` is added to all angles (radians).
 */
function grown(size: number, base: number, turns: readonly Turn[]): GreyImage {
  const angleAt = (x: number, y: number): number =>
    turns.reduce((sum, turn) => sum + (turn.halves * Math.atan2(turn.y - y, x - turn.x)) / 2, base);
  let values = Float32Array.from(
    { length: size * size },
    (_, at) => ((Math.imul(at + 1, 2654435761) >>> 16) & 255) / 128 - 1,
  );
  for (let round = 0; round < 5; round++) {
    const next = new Float32Array(values.length);
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const angle = angleAt(x, y);
        const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
        let sum = 0;
        for (let v = -6; v <= 6; v++) {
          for (let u = -6; u <= 6; u += 2) {
            const px = Math.round(x + u * cosine + v * sine);
            const py = Math.round(y - u * sine + v * cosine);
            if (px < 0 || py < 0 || px >= size || py >= size) continue;
            sum +=
              values[py * size + px]! * Math.cos((2 * Math.PI * v) / 9) * Math.exp(-(u * u + v * v) / 24);
          }
        }
        next[y * size + x] = Math.max(-1, Math.min(1, sum));
      }
    }
    values = next;
  }
  return {
    width: size,
    height: size,
    pixels: Uint8Array.from(values, (value) => 128 + 100 * value),
    dotsPerInch: 500,
  };
}

describe("singular points", () => {
  it("a loop has one core, which opens downwards, and its delta where three flows meet", () => {
    const core = { x: 130, y: 100, halves: 1 } as const;
    const delta = { x: 195, y: 195, halves: -1 } as const;
    const { singularPoints, patternClass } = extract(grown(270, 0.3, [core, delta]));
    expect([singularPoints.cores.length, singularPoints.deltas.length]).toEqual([1, 1]);
    const [found, other] = [singularPoints.cores[0]!, singularPoints.deltas[0]!];
    expect(Math.hypot(found.x - core.x, found.y - core.y)).toBeLessThan(12);
    expect(Math.hypot(other.x - delta.x, other.y - delta.y)).toBeLessThan(12);
    expect(Math.abs(found.angle! - 192)).toBeLessThan(40);
    expect(patternClass).toBe("leftLoop");
  });

  it("two cores make a whorl", () => {
    const { singularPoints, patternClass } = extract(
      grown(270, 0, [
        { x: 130, y: 105, halves: 1 },
        { x: 140, y: 160, halves: 1 },
      ]),
    );
    expect(singularPoints.cores).toHaveLength(2);
    expect(patternClass).toBe("whorl");
  });

  it("ridges that run straight across have none", () => {
    const { singularPoints, patternClass } = extract(
      grown(270, -Math.PI / 4, [{ x: 135, y: 100_000, halves: 1 }]),
    );
    expect([singularPoints.cores, singularPoints.deltas]).toEqual([[], []]);
    expect(patternClass === undefined || patternClass === "arch").toBe(true);
  });
});
