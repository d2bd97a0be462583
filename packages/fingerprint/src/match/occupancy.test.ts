import fc from "fast-check";
import { expect, it } from "vitest";
import { templateOf } from "../template.ts";
import { angleBetween } from "./direction.ts";
import { Occupancy } from "./occupancy.ts";
import { prepare } from "./prepared.ts";

const FINGER = { position: 1, width: 501, height: 501, resolution: 197, quality: 80 };

it("never denies a minutia a partner that it has", () => {
  const minutia = fc.record({
    x: fc.integer({ min: 0, max: 500 }),
    y: fc.integer({ min: 0, max: 500 }),
    angle: fc.integer({ min: 0, max: 255 }),
    kind: fc.constant(1),
  });
  const laid = fc.record({
    x: fc.double({ min: -300, max: 300, noNaN: true }),
    y: fc.double({ min: -300, max: 300, noNaN: true }),
    angle: fc.integer({ min: 0, max: 255 }),
  });
  fc.assert(
    fc.property(fc.array(minutia, { minLength: 1, maxLength: 90 }), fc.array(laid), (minutiae, points) => {
      const probe = prepare(templateOf(FINGER, minutiae));
      const occupancy = Occupancy.certain(18, 26);
      occupancy.fill(probe);
      for (const { x, y, angle } of points) {
        const hasPartner = Array.from({ length: probe.count }, (_, index) => index).some(
          (index) =>
            Math.hypot(probe.x[index]! - x, probe.y[index]! - y) <= 18 &&
            angleBetween(probe.angle[index]!, angle) <= 26,
        );
        if (hasPartner) expect(occupancy.mayPair(x, y, angle)).toBe(true);
      }
    }),
  );
});
