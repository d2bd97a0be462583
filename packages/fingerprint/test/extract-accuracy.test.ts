import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorRatesOf } from "../src/evaluate/index.ts";
import { extract, prepare, readImage } from "../src/index.ts";
import { Matcher } from "../src/match/matcher.ts";
import { hasThirdParty, THIRD_PARTY, thirdParty } from "./third-party.ts";

/** Bounds on the equal error rate over every other finger of a database, a little above what was measured. */
const BOUNDS = [
  ["fvc2002/DB1_B", 500, 0.015],
  ["fvc2002/DB3_B", 500, 0.02],
  ["fvc2004/DB2_B", 500, 0.09],
  ["fvc2004/DB3_B", 512, 0.015],
] as const;

describe.skipIf(!hasThirdParty("fvc2002"))("extraction from the competition's pictures", () => {
  it.each(BOUNDS)("keeps the equal error rate of %s (at %i dpi) below %f", (folder, dotsPerInch, bound) => {
    const impressions = readdirSync(`${THIRD_PARTY}${folder}`)
      .filter((file) => /[13579]_\d\.tif$/.test(file))
      .sort()
      .map((file) => {
        const image = readImage(thirdParty(`${folder}/${file}`));
        return { finger: file.slice(0, 3), prepared: prepare(extract(image, { dotsPerInch }).template) };
      });
    const matcher = new Matcher();
    const genuine: number[] = [];
    const impostor: number[] = [];
    for (const [index, probe] of impressions.entries()) {
      matcher.setProbe(probe.prepared);
      for (const reference of impressions.slice(index + 1)) {
        (reference.finger === probe.finger ? genuine : impostor).push(matcher.compare(reference.prepared));
      }
    }
    expect([genuine.length, impostor.length]).toEqual([140, 640]);
    expect(errorRatesOf(Float64Array.from(genuine), Float64Array.from(impostor)).eer).toBeLessThan(bound);
  });
});
