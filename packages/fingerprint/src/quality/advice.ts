import type { QualityMeasures } from "./measures.ts";

/** What staff can do for a better impression. */
export type AdviceCode =
  | "press_harder"
  | "press_lighter"
  | "dry_finger"
  | "moisten_finger"
  | "centre_finger"
  | "clean_sensor"
  | "another_finger";

/** An advice with the measure that it comes from, that measure's value and the limit that it passed. */
export interface Advice {
  readonly code: AdviceCode;
  readonly cause: keyof QualityMeasures;
  readonly value: number;
  readonly limit: number;
}

/** An impression of this quality needs no advice. */
const GOOD = 45;

/** A print of a fingertip covers 150 to 300 square millimetres; smaller sensors show less, but seldom under this. */
const SMALL_AREA = 110;
/** Off the middle by more than this part of half the picture, and running over its edge. */
const OFF_CENTRE = 0.25;
const CUT_OFF = 0.35;
/** Ridges wider or narrower than this share of their period. */
const WIDE_RIDGES = 0.6;
const NARROW_RIDGES = 0.38;
/** Below this, ridges are broken (dry) or run together (wet) rather than only wide or narrow. */
const BROKEN_RIDGES = 0.5;
const LOW_CONTRAST = 14;
const MUCH_RESIDUE = 0.3;
/** Below this clarity of an area that is large enough, the skin itself shows no clear ridges. */
const UNCLEAR = 0.35;

/**
 * What to do about an impression that is not good, what was measured worst first: each advice with how far its measure is
 * beyond the limit decides the order; another finger is the last resort.
 */
export function adviceOf(quality: number, measures: QualityMeasures): Advice[] {
  if (quality >= GOOD) return [];
  const found: (Advice & { readonly excess: number })[] = [];
  const above = (code: AdviceCode, cause: keyof QualityMeasures, limit: number, most: number) => {
    const value = measures[cause] ?? 0;
    if (value > limit) found.push({ code, cause, value, limit, excess: (value - limit) / (most - limit) });
  };
  const below = (code: AdviceCode, cause: keyof QualityMeasures, limit: number) => {
    const value = measures[cause] ?? 0;
    if (value < limit) found.push({ code, cause, value, limit, excess: (limit - value) / limit });
  };
  const broken = measures.regularity < BROKEN_RIDGES;

  above("clean_sensor", "residue", MUCH_RESIDUE, 1);
  above(broken ? "dry_finger" : "press_lighter", "ridgeShare", WIDE_RIDGES, 1);
  below(broken ? "moisten_finger" : "press_harder", "ridgeShare", NARROW_RIDGES);
  const side = Math.abs(measures.offCentreX) > Math.abs(measures.offCentreY) ? "offCentreX" : "offCentreY";
  const away = Math.abs(measures[side]);
  if (away > OFF_CENTRE && measures.cutOff > CUT_OFF) {
    const excess = (away - OFF_CENTRE) / (1 - OFF_CENTRE);
    found.push({ code: "centre_finger", cause: side, value: measures[side], limit: OFF_CENTRE, excess });
  } else below("press_harder", "areaSquareMillimetres", SMALL_AREA);
  below("press_harder", "contrast", LOW_CONTRAST);

  found.sort((a, b) => b.excess - a.excess);
  const distinct = found.filter(({ code }, at) => found.findIndex((other) => other.code === code) === at);
  const advice: Advice[] = distinct.map(({ excess: _, ...rest }) => rest);
  if (measures.ridgeClarity < UNCLEAR || advice.length === 0) {
    advice.push({
      code: "another_finger",
      cause: "ridgeClarity",
      value: measures.ridgeClarity,
      limit: UNCLEAR,
    });
  }
  return advice;
}
