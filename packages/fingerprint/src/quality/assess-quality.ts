import type { GreyImage } from "../image/grey-image.ts";
import { toResolution } from "../image/to-resolution.ts";
import type { Template } from "../template.ts";
import { type Advice, adviceOf } from "./advice.ts";
import { type QualityMeasures, qualityMeasures } from "./measures.ts";

const DOTS_PER_INCH = 500;

/** Two thirds of what area and minutiae can add are reached at this many square millimetres and reliable minutiae. */
const AREA_SCALE_SQUARE_MILLIMETRES = 40;
const MINUTIAE_SCALE = 20;

/** Contrast in grey levels from which more does not help: below it, sensor noise and rounding hide ridges. */
const ENOUGH_CONTRAST = 8;

export interface QualityAssessment {
  /** 0 (of no use) to 100. Refusing the lowest lowers the false non-match rate; see docs/fingerprint.md for how much. */
  readonly quality: number;
  readonly measures: QualityMeasures;
  /** What staff should do for a better impression, what matters most first; empty where this one is good. */
  readonly advice: readonly Advice[];
}

/**
 * How good an impression is for comparison, in the spirit of ISO/IEC 29794-4 and NFIQ 2: from how clear and regular its
 * ridges are, how large the area is in which they show, contrast, and, where a template is given, how many reliable minutiae
 * were found in it. About 5 ms for 388 by 374 pixels.
 *
 *     quality = 100 · sqrt(clarity · contrast · sqrt(area) · minutiae)
 *
 * where clarity is the mean score of blocks (0 to 1), area and minutiae are 1 - exp(-amount / scale) of the usable square
 * millimetres and of the sum of reliabilities, and contrast is 1 but for pictures of next to none. Without a template the
 * area stands for the minutiae. No weight was trained: powers and scales were chosen by hand.
 *
 * @param image of any resolution; 500 dots per inch where it does not say
 * @param template what extraction found in the image; its own quality is not looked at
 */
export function assessQuality(image: GreyImage, template?: Template): QualityAssessment {
  const measures = qualityMeasures(toResolution(image, DOTS_PER_INCH), template);
  const area = saturated(measures.usableSquareMillimetres, AREA_SCALE_SQUARE_MILLIMETRES);
  const minutiae =
    measures.reliableMinutiae === undefined ? area : saturated(measures.reliableMinutiae, MINUTIAE_SCALE);
  const contrast = Math.min(1, measures.contrast / ENOUGH_CONTRAST);
  const product = measures.ridgeClarity * contrast * Math.sqrt(area) * minutiae;
  const quality = Math.round(100 * Math.sqrt(product));
  return { quality, measures, advice: adviceOf(quality, measures) };
}

const saturated = (amount: number, scale: number) => 1 - Math.exp(-amount / scale);
