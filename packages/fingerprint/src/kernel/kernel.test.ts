import { describe, expect, it } from "vitest";
import { randomFrom } from "../../test/generate.ts";
import { kernelMemory, loadKernel, prepareKernel } from "./module.ts";
import { rotationPeaksPlain, rotationPeaksSimd } from "./rotation-peaks.ts";
import { WASM } from "./rotation-peaks-wasm.ts";

/** What a kernel leaves behind, given random bytes; by SIMD and in TypeScript. */
interface Twins {
  readonly kernel: string;
  readonly simd: (bytes: () => number) => readonly Uint8Array[];
  readonly plain: (bytes: () => number) => readonly Uint8Array[];
}

const TWINS: readonly Twins[] = [
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
      expect(simd(bytesFrom())).toEqual(plain(bytesFrom()));
    }
  });

  it("may be compiled without blocking before it is loaded, and gives nothing where it cannot run", async () => {
    await prepareKernel(WASM);
    expect(loadKernel(WASM, kernelMemory(1))).toHaveProperty("rotationPeaks");
    expect(loadKernel("AAAA", kernelMemory(1))).toBeUndefined();
  });
});
