import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GOOD_WEAR, impressionOf, masterFinger, POOR_WEAR, randomFrom } from "../../test/generate.ts";
import { Matcher } from "../match/matcher.ts";
import { prepare } from "../match/prepared.ts";
import { templateOf } from "../template.ts";
import { compareMemory } from "./compare.ts";

const FINGER = { position: 1, width: 700, height: 700, resolution: 197, quality: 80 };
/** Minutiae crowded on few places too, so that distances and prices are equal, and more of them than are compared. */
const impression = fc
  .tuple(fc.constantFrom(30, 300, 700), fc.integer({ min: 0, max: 120 }))
  .chain(([extent, most]) =>
    fc.array(
      fc.record({
        x: fc.integer({ min: 0, max: extent - 1 }),
        y: fc.integer({ min: 0, max: extent - 1 }),
        angle: fc.integer({ min: 0, max: 255 }),
        kind: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: most, maxLength: most },
    ),
  )
  .map((minutiae) => prepare(templateOf(FINGER, minutiae)));

describe("the comparison's kernel", () => {
  it("runs in this engine", () => {
    expect(compareMemory().kernel).toBeDefined();
  });

  it("gives, of any two impressions, what the comparison in TypeScript gives, to the last digit", () => {
    const matcher = new Matcher();
    fc.assert(
      fc.property(impression, impression, (probe, reference) => {
        matcher.setProbe(probe);
        expect(matcher.compare(reference)).toBe(matcher.comparePlainly(reference));
        expect(matcher.glance(reference)).toBe(matcher.glancePlainly(reference));
        expect(matcher.compare(probe)).toBe(matcher.comparePlainly(probe));
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same of good and poor impressions of the same fingers and of others", () => {
    const random = randomFrom(4711);
    const impressions = Array.from({ length: 20 }, () => masterFinger(random)).flatMap((finger) =>
      [GOOD_WEAR, POOR_WEAR, POOR_WEAR].map((wear) => prepare(impressionOf(finger, random, wear))),
    );
    const matcher = new Matcher();
    let similar = 0;
    for (const probe of impressions) {
      matcher.setProbe(probe);
      for (const reference of impressions) {
        const similarity = matcher.compare(reference);
        expect(similarity).toBe(matcher.comparePlainly(reference));
        if (similarity > 0) similar++;
      }
    }
    expect(similar).toBeGreaterThan(impressions.length);
  });

  it("compares what is laid out in its own memory as what is copied there", () => {
    const random = randomFrom(17);
    const [one, other] = [masterFinger(random), masterFinger(random)].map((finger) =>
      prepare(impressionOf(finger, random, GOOD_WEAR)),
    );
    const matcher = new Matcher();
    matcher.setProbe(one!);
    const expected = [matcher.compare(one!), matcher.compare(other!)];
    for (const [index, reference] of [one!, other!].entries()) {
      const laid = matcher.reference;
      for (const name of ["x", "y", "angle", "kind"] as const) laid[name].set(reference[name]);
      for (const name of ["from", "to", "length", "fromAngle", "toAngle", "direction", "bin"] as const)
        laid.edges[name].set(reference.edges[name]);
      for (const name of ["nx", "ny", "c"] as const) laid.hull[name].set(reference.hull[name]);
      laid.count = reference.count;
      laid.edges.count = reference.edges.count;
      laid.hull.sides = reference.hull.sides;
      laid.hull.inner = reference.hull.inner;
      expect(matcher.compare(laid)).toBe(expected[index]);
    }
  });
});
