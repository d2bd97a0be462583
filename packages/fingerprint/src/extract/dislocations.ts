import type { Wave } from "./enhance.ts";
import { winding } from "./winding.ts";

/**
 * A point where one ridge more stands on one side than on the other: the phase of the ridge wave turns once around it.
 */
export interface Dislocation {
  readonly x: number;
  readonly y: number;
  /** Direction towards the side with the additional ridge (or valley), 0 to 255 units. */
  readonly direction: number;
}

/**
 * Minutiae as dislocations of the ridge wave (Larkin and Fletcher 2007): in the complex field even + i·odd the phase
 * winds around each by one turn. A ridge ending and a bifurcation are the same dislocation seen at another phase.
 *
 * @param orientation of each pair of pixels in a row
 * @param active pixels that belong to the print (1); an even number in a row
 */
export function findDislocations(
  wave: Wave,
  orientation: Uint8Array,
  active: Uint8Array,
  width: number,
): Dislocation[] {
  const { even, odd } = wave;
  const found: Dislocation[] = [];
  const imaginary = new Float64Array(4);
  const real = new Float64Array(4);
  const height = active.length / width;
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const a = y * width + x;
      const d = a + width;
      if (active[a] === 0 || active[a + 1] === 0 || active[d] === 0 || active[d + 1] === 0) continue;
      const e0 = even[a]!;
      const e1 = even[a + 1]!;
      const e2 = even[d + 1]!;
      const e3 = even[d]!;
      const positive = (e0 > 0 ? 1 : 0) + (e1 > 0 ? 1 : 0) + (e2 > 0 ? 1 : 0) + (e3 > 0 ? 1 : 0);
      if (positive === 0 || positive === 4) continue;
      real[0] = e0;
      real[1] = e1;
      real[2] = e2;
      real[3] = e3;
      const own = orientation[a >> 1]!;
      imaginary[0] = odd[a]!;
      imaginary[1] = aligned(odd[a + 1]!, own, orientation[(a + 1) >> 1]!);
      imaginary[2] = aligned(odd[d + 1]!, own, orientation[(d + 1) >> 1]!);
      imaginary[3] = aligned(odd[d]!, own, orientation[d >> 1]!);
      const turns = winding(real, imaginary);
      if (turns === 0) continue;
      found.push({ x: x + 0.5, y: y + 0.5, direction: turns > 0 ? own + 128 : own });
    }
  }
  return found;
}

/** The odd part as if its pixel's normal pointed as the reference's. */
function aligned(odd: number, reference: number, orientation: number): number {
  const difference = orientation > reference ? orientation - reference : reference - orientation;
  return difference > 64 ? -odd : odd;
}
