import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  comparisonsOf,
  detectionErrorTradeoff,
  errorRates,
  errorRatesOf,
  estimateErrorRates,
  weightedScores,
} from "./index.ts";

const fingers = (count: number, impressions: number): string[] =>
  Array.from({ length: count * impressions }, (_, index) => `finger ${Math.floor(index / impressions)}`);

describe("comparisonsOf", () => {
  it("gives the competition's 280 genuine and 45 impostor pairs for ten fingers of eight impressions", () => {
    const set = comparisonsOf(fingers(10, 8), "fvc");
    const genuine = set.probe.filter((one, pair) => set.fingerOf[one] === set.fingerOf[set.reference[pair]!]);
    expect([genuine.length, set.probe.length]).toEqual([280, 325]);
  });

  it("gives 2,880 impostor pairs where all are asked for, each once", () => {
    const set = comparisonsOf(fingers(10, 8), "all-pairs");
    expect(set.probe.length).toBe(3160);
    expect(new Set(Array.from(set.probe, (one, pair) => `${one} ${set.reference[pair]}`)).size).toBe(3160);
  });

  it("takes impostor pairs evenly where there are too many", () => {
    const set = comparisonsOf(fingers(10, 8), "all-pairs", 500);
    expect(set.probe.length).toBe(780);
    expect(new Set(Array.from(set.probe.slice(280), (one) => set.fingerOf[one])).size).toBe(9);
  });

  it("compares fingers whatever the order and number of their impressions", () => {
    const set = comparisonsOf(["a", "b", "a", "c", "b", "a"], "all-pairs");
    expect(set.probe.length).toBe(15);
  });
});

describe("errorRates", () => {
  it("is nought where the scores do not overlap", () => {
    expect(errorRatesOf([5, 6, 7], [1, 2, 3])).toEqual({ eer: 0, fmr100: 0, fmr1000: 0, zeroFmr: 0 });
  });

  it("gives the rates of a small example worked out by hand", () => {
    // At 4: one of four genuine below, one of four impostors at or above.
    expect(errorRatesOf([3, 5, 6, 7], [1, 2, 3, 4])).toEqual({
      eer: 0.25,
      fmr100: 0.25,
      fmr1000: 0.25,
      zeroFmr: 0.25,
    });
    expect(errorRatesOf([1, 4, 6, 8], [2, 3, 5, 7]).zeroFmr).toBe(0.75);
  });

  it("counts a tie against the matcher: what cannot be told apart errs half the time", () => {
    expect(errorRatesOf([0, 0, 0], [0, 0, 0]).eer).toBe(0.5);
  });

  it("agrees with counting anew at each threshold", () => {
    const scores = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(scores, scores, (genuine, impostor) => {
        const points = Array.from({ length: 14 }, (_, threshold) => ({
          fnmr: genuine.filter((score) => score < threshold).length / genuine.length,
          fmr: impostor.filter((score) => score >= threshold).length / impostor.length,
        }));
        const least = (most: number) =>
          Math.min(...points.filter(({ fmr }) => fmr <= most).map(({ fnmr }) => fnmr));
        const rates = errorRatesOf(genuine, impostor);
        expect([rates.fmr100, rates.fmr1000, rates.zeroFmr]).toEqual([least(0.01), least(0.001), least(0)]);
        const below = points.filter(({ fmr, fnmr }) => fnmr <= fmr).at(-1)!;
        const above = points.find(({ fmr, fnmr }) => fnmr >= fmr) ?? below;
        const near = below.fmr + below.fnmr <= above.fmr + above.fnmr ? below : above;
        expect(rates.eer).toBeCloseTo((near.fmr + near.fnmr) / 2, 12);
      }),
    );
  });

  it("is not a number without pairs of both kinds", () => {
    expect(errorRatesOf([1], []).eer).toBeNaN();
  });
});

describe("detectionErrorTradeoff", () => {
  it("falls in false matches as it rises in false non-matches", () => {
    const points = detectionErrorTradeoff(weightedScores([3, 5, 6, 1, 2, 4], (pair) => pair < 3));
    for (const [at, point] of points.slice(1).entries()) {
      expect(point.fmr).toBeLessThanOrEqual(points[at]!.fmr);
      expect(point.fnmr).toBeGreaterThanOrEqual(points[at]!.fnmr);
    }
    expect(points.at(-1)).toMatchObject({ fmr: 0, fnmr: 1 });
  });
});

describe("estimateErrorRates", () => {
  const set = comparisonsOf(fingers(10, 4), "all-pairs");
  const score = Float64Array.from(set.probe, (one, pair) => {
    const noise = ((one * 7 + set.reference[pair]! * 13) % 31) / 31;
    return set.fingerOf[one] === set.fingerOf[set.reference[pair]!] ? 2 * noise : noise;
  });

  it("holds the measured rate in its interval, and is the same each time", () => {
    const estimate = estimateErrorRates(set, score);
    expect(estimate.eer.low).toBeLessThan(estimate.eer.value);
    expect(estimate.eer.high).toBeGreaterThan(estimate.eer.value);
    expect(estimateErrorRates(set, score)).toEqual(estimate);
  });

  it("measures what counting gives", () => {
    const direct = errorRates(
      weightedScores(score, (pair) => set.fingerOf[set.probe[pair]!] === set.fingerOf[set.reference[pair]!]),
    );
    expect(estimateErrorRates(set, score).eer.value).toBe(direct.eer);
  });
});
