import type { Random } from "../random.ts";
import { PAD } from "./finger-pad.ts";
import type { RidgeWave } from "./grow-ridges.ts";

/** What lies on a finger's skin besides ridges, on the pad's raster, each 0 (nothing) to 255. */
export interface SkinMarks {
  /** Sweat pores: small holes along the ridges. */
  readonly pores: Uint8Array;
  /** Creases and scars: lines where the ridges do not touch. */
  readonly scars: Uint8Array;
}

/** About one pore to every ten pixels of ridge (9 to 18 a centimetre). */
const PORE_TRIES = 4200;

/** More creases than these cover the pad. */
const MOST_CREASES = 60;

/** How many creases a finger has: most have few and some many (a geometric distribution of the mean given), at most 60. */
export function drawCreaseCount(random: Random, mean: number): number {
  if (mean <= 0) return 0;
  return Math.min(MOST_CREASES, Math.floor(Math.log(1 - random.next()) / Math.log(mean / (1 + mean))));
}

/** @param creases mean number of creases and scars */
export function drawSkinMarks(random: Random, wave: RidgeWave, creases: number): SkinMarks {
  const pores = new Uint8Array(PAD.width * PAD.height);
  const scars = new Uint8Array(PAD.width * PAD.height);
  for (let attempt = 0; attempt < PORE_TRIES; attempt++) {
    const column = 3 + random.int(PAD.width - 6);
    const row = 3 + random.int(PAD.height - 6);
    const at = row * PAD.width + column;
    // Pores lie near the middle of a ridge.
    if (wave.onPad[at] === 1 && wave.even[at]! > 0.75)
      stamp(pores, column, row, 0.7 + 0.5 * random.next(), 255);
  }
  for (let left = drawCreaseCount(random, creases); left > 0; left--) drawCrease(random, scars);
  return { pores, scars };
}

/** A line that wanders across the pad, thin at its ends. */
function drawCrease(random: Random, scars: Uint8Array): void {
  const length = 25 + 110 * random.next() ** 2;
  const thickness = 0.7 + 1.3 * random.next() ** 2;
  let column = 40 + random.int(PAD.width - 80);
  let row = 40 + random.int(PAD.height - 80);
  let heading = 2 * Math.PI * random.next();
  let bend = 0;
  for (let walked = 0; walked < length; walked++) {
    const taper = Math.sin((Math.PI * (walked + 1)) / (length + 2)) ** 0.5;
    stamp(scars, Math.round(column), Math.round(row), thickness * taper, 255);
    bend = 0.9 * bend + 0.012 * random.normal();
    heading += bend;
    column += Math.cos(heading);
    row += Math.sin(heading);
    if (column < 6 || row < 6 || column > PAD.width - 7 || row > PAD.height - 7) return;
  }
}

function stamp(raster: Uint8Array, column: number, row: number, sigma: number, height: number): void {
  const reach = Math.ceil(2 * sigma);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const at = (row + dy) * PAD.width + column + dx;
      const value = height * Math.exp((-0.5 * (dx * dx + dy * dy)) / (sigma * sigma));
      if (value > raster[at]!) raster[at] = value;
    }
  }
}
