import type { Random } from "../random.ts";
import { PAD } from "./finger-pad.ts";
import type { PrintDifficulty } from "./print-difficulty.ts";

/** How the skin meets the sensor. */
export interface Contact {
  /** -1 a faint touch, 0 as usual, 1 hard. */
  readonly pressure: number;
  /** 0 to 1 each. */
  readonly dryness: number;
  readonly wetness: number;
  /** See {@link PrintDifficulty}. */
  readonly uneven: number;
  readonly smudges: number;
  readonly poresShow: number;
  readonly scarsShow: number;
  /** Distance from the middle of the contact to a place of the pad's raster: 0 middle, 1 the rim. */
  outward(column: number, row: number): number;
}

/** The contact is an egg whose size grows with pressure; the finger lies flatter or more on its tip. */
export function drawContact(random: Random, difficulty: PrintDifficulty): Contact {
  const pressure = Math.min(1, Math.max(-1, difficulty.pressureSigma * random.normal()));
  const size = 1 + 0.1 * pressure + 0.04 * random.normal();
  const halfWidth = 120 * size;
  const above = 164 * size;
  const below = 200 * size;
  const centreColumn = PAD.centreColumn + 0.3 * difficulty.shiftSigma * random.normal();
  const centreRow = PAD.centreRow + 0.4 * difficulty.shiftSigma * random.normal();
  // Of the same person one touch comes out well and the next badly.
  const severity = 0.3 + 1.4 * random.next();
  // Skin is dry or wet, seldom both.
  const moisture = random.next() * 2 - 1;
  return {
    pressure,
    dryness: difficulty.dryness * severity * Math.max(0.15, -moisture),
    wetness: difficulty.wetness * severity * Math.max(0, moisture),
    uneven: difficulty.uneven * severity,
    smudges: Math.min(0.5, difficulty.smudges * severity * severity),
    poresShow: random.next(),
    scarsShow: difficulty.scars * (0.5 + 0.5 * random.next()),
    outward(column, row) {
      const x = (column - centreColumn) / halfWidth;
      const y = (row - centreRow) / (row < centreRow ? above : below);
      return (Math.abs(x) ** 2.3 + Math.abs(y) ** 2.3) ** (1 / 2.3);
    },
  };
}
