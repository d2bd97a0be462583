import { describe, expect, it } from "vitest";
import { comparisonsOf } from "./comparisons.ts";
import { errorVersusReject, thresholdAt } from "./error-versus-reject.ts";

const comparisons = comparisonsOf(["a", "a", "a", "b", "b"], "all-pairs");
// Impression 1 is bad: what it is compared with fails.
const scores = Float64Array.from(comparisons.probe, (one, pair) => {
  const other = comparisons.reference[pair]!;
  if (comparisons.fingerOf[one] !== comparisons.fingerOf[other]) return one + other;
  return one === 1 || other === 1 ? 2 : 50;
});

describe("an error-versus-reject curve", () => {
  it("falls where quality tells which impressions fail", () => {
    const curve = errorVersusReject(
      { comparisons, scores, quality: [80, 10, 70, 60, 90] },
      20,
      [0, 0.2, 0.4],
    );
    expect(curve).toEqual([
      { refused: 0, qualityFrom: 10, comparisons: 4, fnmr: 0.5 },
      { refused: 0.2, qualityFrom: 60, comparisons: 2, fnmr: 0 },
      { refused: 0.4, qualityFrom: 70, comparisons: 1, fnmr: 0 },
    ]);
  });

  it("rises where it does not", () => {
    const [all, some] = errorVersusReject(
      { comparisons, scores, quality: [5, 90, 10, 60, 70] },
      20,
      [0, 0.2],
    );
    expect(some!.fnmr).toBeGreaterThanOrEqual(all!.fnmr);
  });

  it("uses a threshold that no more than the share asked for of the impostors reaches", () => {
    const impostors = [...scores].filter(
      (_, pair) =>
        comparisons.fingerOf[comparisons.probe[pair]!] !== comparisons.fingerOf[comparisons.reference[pair]!],
    );
    for (const fmr of [0, 0.2, 0.5]) {
      const threshold = thresholdAt(fmr, { comparisons, scores });
      expect(impostors.filter((score) => score >= threshold).length).toBeLessThanOrEqual(
        fmr * impostors.length,
      );
    }
    expect(thresholdAt(0, { comparisons, scores })).toBeGreaterThan(Math.max(...impostors));
  });
});
