import { type Random, randomOf } from "../random.ts";
import { PAD } from "./finger-pad.ts";
import { growRidges, type RidgeWave } from "./grow-ridges.ts";
import { drawOrientationField, type OrientationField } from "./orientation-field.ts";
import { drawPatternClass, type PatternClass } from "./pattern-class.ts";
import { type PadMinutia, readMinutiae } from "./read-minutiae.ts";
import { drawRidgePeriods } from "./ridge-period.ts";
import { drawSkinMarks, type SkinMarks } from "./skin-marks.ts";

/** A finger as it truly is: its ridges on the pad's raster (see `PAD`), and the minutiae that arose in them. */
export interface MasterPrint {
  /** ISO/IEC 19794-2 finger position, 0 where unknown. */
  readonly position: number;
  readonly field: OrientationField;
  /** The ridge wave, `PAD.width * PAD.height` values: 127 on the crest of a ridge, -127 in a valley. */
  readonly ridges: Int8Array;
  readonly marks: SkinMarks;
  readonly minutiae: readonly PadMinutia[];
}

export interface FingerOptions {
  /** ISO/IEC 19794-2 finger position, 0 to 10: decides how frequent each class is. 0 (unknown) where left out. */
  readonly position?: number;
  /** Drawn with the frequency that it has in people where left out. */
  readonly patternClass?: PatternClass;
  /** Mean number of creases and scars; 1.5 where left out, 6 for hands that work with tools. */
  readonly creases?: number;
}

/**
 * Grows a finger: orientation field of its class, ridge periods, ridges from seeds, minutiae as they arise.
 *
 * @param source a seed, or a stream that is drawn from; the same seed gives the same finger, to the bit within one
 * JavaScript engine (engines differ in the last digit of sines)
 */
export function growFinger(source: Random | number, options: FingerOptions = {}): MasterPrint {
  const random = typeof source === "number" ? randomOf(source, "master print") : source;
  const position = options.position ?? 0;
  const drawn = drawPatternClass(random, position);
  const field = drawOrientationField(random, options.patternClass ?? drawn);
  const periods = drawRidgePeriods(random, field);
  const wave = growRidges(random, field, periods);
  return {
    position,
    field,
    ridges: ridgesOf(wave),
    marks: drawSkinMarks(random, wave, options.creases ?? 1.5),
    minutiae: readMinutiae(wave),
  };
}

/** The wave at even height: what a weak answer of the filters leaves faint is brought to full swing. */
function ridgesOf(wave: RidgeWave): Int8Array {
  const ridges = new Int8Array(PAD.width * PAD.height);
  for (let at = 0; at < ridges.length; at++) {
    const even = wave.even[at]!;
    const strength = Math.hypot(even, wave.odd[at]!);
    ridges[at] = Math.round((127 * even) / (strength + 0.08));
  }
  return ridges;
}
