import fc from "fast-check";
import { expect, test } from "vitest";
import { randomOf } from "../random.ts";
import { PAD } from "./finger-pad.ts";
import { PRINT_DIFFICULTIES } from "./print-difficulty.ts";
import { SENSORS } from "./sensor-profile.ts";
import { drawTouch } from "./touch.ts";

const sensors = Object.values(SENSORS);
const difficulties = Object.values(PRINT_DIFFICULTIES);

test("a place of the skin is found again from where it lies on the image, however the finger is turned and dragged", () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.constantFrom(...sensors),
      fc.constantFrom(...difficulties),
      fc.integer({ min: 60, max: PAD.width - 60 }),
      fc.integer({ min: 60, max: PAD.height - 60 }),
      (seed, sensor, difficulty, column, row) => {
        const touch = drawTouch(randomOf(seed), sensor, difficulty);
        const { x, y } = touch.toImage(column, row);
        const again = touch.toPad(x, y);
        expect(Math.hypot(again.x - column, again.y - row)).toBeLessThan(0.5);
      },
    ),
    { numRuns: 500 },
  );
});

test("skin in the middle of the contact sticks: only turn and shift move it", () => {
  const difficulty = { ...PRINT_DIFFICULTIES.hard, rotationSigma: 0, shiftSigma: 0 };
  for (let seed = 0; seed < 20; seed++) {
    const still = drawTouch(randomOf(seed), SENSORS.optical, { ...difficulty, distortion: 0 });
    const dragged = drawTouch(randomOf(seed), SENSORS.optical, { ...difficulty, distortion: 0.3 });
    const centre = still.toImage(PAD.centreColumn, PAD.centreRow);
    const there = dragged.toImage(PAD.centreColumn, PAD.centreRow);
    // The slow waves move it a little; drag and turn not at all.
    expect(Math.hypot(there.x - centre.x, there.y - centre.y)).toBeLessThan(4);
  }
});
