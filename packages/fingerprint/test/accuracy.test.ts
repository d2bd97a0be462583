import { describe, expect, it } from "vitest";
import { fvcImpressions } from "../bench/fvc.ts";
import { scoreOf } from "../src/calibration/calibration.ts";
import { CALIBRATION } from "../src/calibration/table.ts";
import { errorRatesOf } from "../src/evaluate/index.ts";
import { Matcher } from "../src/match/matcher.ts";
import { hasThirdParty, THIRD_PARTY } from "./third-party.ts";

/** Bounds on all-pairs equal error rates, a little above what was measured, so that a change for the worse is seen. */
const BOUNDS = [
  ["fvc2002/DB1_B", 0.025],
  ["fvc2002/DB3_B", 0.055],
  ["fvc2004/DB2_B", 0.065],
  ["fvc2004/DB3_B", 0.016],
] as const;

describe.skipIf(!hasThirdParty("fvc2002"))("on the competition's templates", () => {
  const results = BOUNDS.map(([folder, bound]) => {
    const impressions = fvcImpressions(THIRD_PARTY, folder);
    const matcher = new Matcher();
    const genuine: number[] = [];
    const impostor: number[] = [];
    for (const [index, probe] of impressions.entries()) {
      matcher.setProbe(probe.prepared);
      for (const reference of impressions.slice(index + 1)) {
        (reference.finger === probe.finger ? genuine : impostor).push(matcher.compare(reference.prepared));
      }
    }
    return { folder, bound, genuine: Float64Array.from(genuine), impostor: Float64Array.from(impostor) };
  });

  it.each(results)("the equal error rate of $folder stays below $bound", ({ bound, genuine, impostor }) => {
    expect([genuine.length, impostor.length]).toEqual([280, 2880]);
    expect(errorRatesOf(genuine, impostor).eer).toBeLessThan(bound);
  });

  it("scores do not understate the false match rate: of 11,520 pairs of different fingers fewer than 1% reach 20 and fewer than 0.1% reach 30", () => {
    const scores = results.flatMap(({ impostor }) =>
      Array.from(impostor, (value) => scoreOf(value, CALIBRATION)),
    );
    const share = (from: number): number => scores.filter((score) => score >= from).length / scores.length;
    expect(share(10)).toBeLessThan(0.1);
    expect(share(20)).toBeLessThan(0.01);
    expect(share(30)).toBeLessThan(0.001);
    expect(share(10)).toBeGreaterThan(0.02);
    expect(share(20)).toBeGreaterThan(0);
  });
});
