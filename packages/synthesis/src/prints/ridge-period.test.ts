import { expect, test } from "vitest";
import { PAD } from "./finger-pad.ts";
import { growFinger } from "./master-print.ts";

test("ridges stand 7 to 12 pixels apart, 9 on average over fingers", () => {
  const periods = Array.from({ length: 6 }, (_, seed) => meanPeriod(growFinger(100 + seed)));
  for (const period of periods) {
    expect(period).toBeGreaterThan(7);
    expect(period).toBeLessThan(12);
  }
  const mean = periods.reduce((sum, period) => sum + period) / periods.length;
  expect(mean).toBeGreaterThan(8.3);
  expect(mean).toBeLessThan(10);
});

/** The period of the wave in the middle of the pad, from how steep it is. */
function meanPeriod({ ridges }: ReturnType<typeof growFinger>): number {
  const reach = 90;
  let gradient = 0;
  let places = 0;
  let square = 0;
  for (let row = PAD.centreRow - reach; row < PAD.centreRow + reach; row++) {
    for (let column = PAD.centreColumn - reach; column < PAD.centreColumn + reach; column++) {
      const at = row * PAD.width + column;
      const dx = (ridges[at + 1]! - ridges[at - 1]!) / 254;
      const dy = (ridges[at + PAD.width]! - ridges[at - PAD.width]!) / 254;
      gradient += dx * dx + dy * dy;
      square += (ridges[at]! / 127) ** 2;
      places++;
    }
  }
  // For cos(κ·across), the mean square of the slope is κ² times that of the height.
  return (2 * Math.PI) / Math.sqrt(gradient / places / (square / places));
}
