import { describe, expect, it } from "vitest";
import { randomFrom } from "../../test/generate.ts";
import { smoothingBank, waveBank } from "../extract/filter-bank.ts";
import { type LineFilters, lineFiltersPlain, lineFiltersSimd } from "./line-filters.ts";
import { kernelMemory, loadKernel, prepareKernel } from "./module.ts";
import { rotationPeaksPlain, rotationPeaksSimd } from "./rotation-peaks.ts";
import { WASM } from "./rotation-peaks-wasm.ts";

/** What a kernel leaves behind, given random bytes; by SIMD and in TypeScript. */
interface Twins {
  readonly kernel: string;
  readonly simd: (bytes: () => number) => readonly Uint8Array[];
  readonly plain: (bytes: () => number) => readonly Uint8Array[];
}

const BANKS = { smoothing: smoothingBank(4), waves: waveBank([5, 9.5], (period) => period / 2) };

/** Filters a plane of 72 × 56 pixels, in blocks at random places of a middle that no tap leaves. */
function filtered(
  make: typeof lineFiltersPlain | typeof lineFiltersSimd,
  shape: "cells" | "strips" | "pairs",
  bytes: () => number,
): readonly Uint8Array[] {
  const open = make([BANKS.smoothing, BANKS.waves], 80 * 60)!;
  // A plane of another width before: offsets are laid out for each anew, and nothing of it is left.
  for (const [width, height] of [
    [80, 60],
    [72, 56],
  ] as const) {
    const filters: LineFilters = open(width, height);
    for (const index of filters.source.keys()) filters.source[index] = bytes() / 100 - 1.28;
    const bank = shape === "pairs" ? BANKS.waves : BANKS.smoothing;
    const places = Int32Array.from({ length: 40 }, () => (20 + (bytes() % 12)) * width + 20 + (bytes() % 24));
    filters[shape](bank, { places, filters: Uint16Array.from(places, () => bytes() % 128) });
    if (width === 72)
      return [filters.even, filters.odd].map(({ buffer, byteOffset, byteLength }) =>
        new Uint8Array(buffer, byteOffset, byteLength).slice(),
      );
  }
  return [];
}

const TWINS: readonly Twins[] = [
  ...(["cells", "strips", "pairs"] as const).map(
    (shape): Twins => ({
      kernel: `line-filters in ${shape}`,
      simd: (bytes) => filtered(lineFiltersSimd, shape, bytes),
      plain: (bytes) => filtered(lineFiltersPlain, shape, bytes),
    }),
  ),
  ...[
    [16, 2, 16],
    [64, 8, 64],
    [4096, 8, 1001],
    [48, 32, 48],
  ].map(([fingers, sectors, used]): Twins => {
    const run = (make: typeof rotationPeaksSimd) => (bytes: () => number) => {
      const { counters, peaks, take } = make(fingers!, sectors!)!;
      for (const index of counters.keys()) counters[index] = bytes();
      take(used!);
      return [peaks, counters];
    };
    return {
      kernel: `rotation-peaks of ${used} in ${fingers} fingers, ${sectors} sectors`,
      simd: run(rotationPeaksSimd),
      plain: run(rotationPeaksPlain),
    };
  }),
];

describe("a kernel", () => {
  it.each(TWINS)("$kernel gives by SIMD what it gives in TypeScript", ({ simd, plain }) => {
    for (let seed = 1; seed <= 5; seed++) {
      const bytesFrom = () => {
        const random = randomFrom(seed);
        return () => Math.floor(random() * 256);
      };
      const left = simd(bytesFrom());
      expect(left.some((bytes) => bytes.some((byte) => byte !== 0))).toBe(true);
      expect(left).toEqual(plain(bytesFrom()));
    }
  });

  it("may be compiled without blocking before it is loaded, and gives nothing where it cannot run", async () => {
    await prepareKernel(WASM);
    expect(loadKernel(WASM, kernelMemory(1))).toHaveProperty("rotationPeaks");
    expect(loadKernel("AAAA", kernelMemory(1))).toBeUndefined();
  });
});
