import { Matcher } from "../src/match/matcher.ts";
import { prepare } from "../src/match/prepared.ts";
import { GOOD_WEAR, impressionOf, masterFinger, POOR_WEAR, randomFrom, type Wear } from "../test/generate.ts";

export const MIDDLE_WEAR: Wear = {
  ...GOOD_WEAR,
  rotation: 0.2,
  shift: 20,
  missing: 0.22,
  spurious: 0.14,
  contact: [110, 145],
};

/** Similarities of all pairs of `fingers` different synthetic fingers, a third each of good, middling and poor impressions. */
export function syntheticImpostors(fingers: number, seed: number): Float32Array {
  const random = randomFrom(seed);
  const wears = [GOOD_WEAR, MIDDLE_WEAR, POOR_WEAR];
  const prepared = Array.from({ length: fingers }, (_, index) =>
    prepare(impressionOf(masterFinger(random), random, wears[index % 3])),
  );
  const similarities = new Float32Array((fingers * (fingers - 1)) / 2);
  const matcher = new Matcher();
  let at = 0;
  for (const [index, probe] of prepared.entries()) {
    matcher.setProbe(probe);
    for (let other = index + 1; other < fingers; other++)
      similarities[at++] = matcher.compare(prepared[other]!);
  }
  return similarities;
}
