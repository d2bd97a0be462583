import type { Random } from "../random.ts";
import { PAD } from "./finger-pad.ts";
import { noiseField } from "./noise-field.ts";
import type { OrientationField } from "./orientation-field.ts";

export const SHORTEST_PERIOD = 6.5;
export const LONGEST_PERIOD = 13;

/**
 * Distance from ridge to ridge at each place of the pad, in pixels at 500 dpi: 9 on average over people (0.46 mm),
 * changing slowly by some tenths over a finger, and wider above the topmost core and towards the joint, as on real
 * fingers and in SFinGe.
 *
 * @returns `PAD.width * PAD.height` values
 */
export function drawRidgePeriods(random: Random, field: OrientationField): Float32Array {
  const mean = Math.min(10.6, Math.max(7.7, 8.9 + 0.55 * random.normal()));
  const waves = noiseField(random, PAD.width, PAD.height, 70);
  const top = Math.max(20, ...field.cores.map((core) => core.y));
  const bottom = Math.min(-95, ...field.deltas.map((delta) => delta.y));
  const periods = new Float32Array(PAD.width * PAD.height);
  for (let row = 0; row < PAD.height; row++) {
    const y = PAD.centreRow - row;
    const above = Math.max(0, (y - top) / 150);
    const below = Math.max(0, (bottom - y) / 100);
    const trend = mean * (1 + 0.1 * above + 0.16 * below);
    for (let column = 0; column < PAD.width; column++) {
      const at = row * PAD.width + column;
      const period = trend * (1 + 0.055 * waves[at]!);
      periods[at] = Math.min(LONGEST_PERIOD, Math.max(SHORTEST_PERIOD, period));
    }
  }
  return periods;
}
