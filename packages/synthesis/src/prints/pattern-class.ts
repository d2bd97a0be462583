import { cumulate, drawIndex, type Random } from "../random.ts";

/** Henry's classes as they look on the image: a left loop opens to the lower left. */
export type PatternClass = "arch" | "tentedArch" | "leftLoop" | "rightLoop" | "whorl" | "twinLoop";

export const PATTERN_CLASSES = [
  "arch",
  "tentedArch",
  "leftLoop",
  "rightLoop",
  "whorl",
  "twinLoop",
] as const satisfies readonly PatternClass[];

/** Percent of arches, loops and whorls by finger: Galton, Finger Prints (1892), 5,000 digits of 500 persons. */
const BY_FINGER: Readonly<Record<number, readonly [arch: number, loop: number, whorl: number]>> = {
  1: [3, 53, 44],
  2: [17, 53, 30],
  3: [7, 78, 15],
  4: [2, 53, 45],
  5: [1, 86, 13],
  6: [5, 65, 30],
  7: [17, 55, 28],
  8: [8, 76, 16],
  9: [3, 66, 31],
  10: [2, 90, 8],
};

/** Shares of fingers of unknown position: Wilson, Candela and Watson (1994), their whorls less the twin loops. */
const OF_ANY_FINGER = [0.037, 0.029, 0.338, 0.317, 0.237, 0.042];

/** Of the arches, those that rise to a tent (Wilson et al. 1994: 2.9 of 6.6). */
const TENTED = 0.44;
/** Of the whorls, those that are two loops wound round each other (double loops of the Henry system). */
const TWIN = 0.15;
/** Loops that open towards the thumb: common on the index finger alone, where Galton counted 39%. */
const RADIAL = { index: 0.39, middle: 0.04, other: 0.01 } as const;

/**
 * Draws the class of a finger with the frequency that it has in people.
 *
 * @param position ISO/IEC 19794-2 finger position, 0 (unknown) to 10
 */
export function drawPatternClass(random: Random, position: number): PatternClass {
  return PATTERN_CLASSES[drawIndex(random, cumulate(patternShares(position)))] as PatternClass;
}

/** The share of each of {@link PATTERN_CLASSES} on a finger; they add up to 1. */
export function patternShares(position: number): number[] {
  const percent = BY_FINGER[position];
  if (percent === undefined) return [...OF_ANY_FINGER];
  const [arch, loop, whorl] = percent.map((share) => share / 100) as [number, number, number];
  const radial = loop * radialShare(position);
  const ulnar = loop - radial;
  // Seen on a print, the little finger of a right hand is at the right: its ulnar loops are right loops.
  const [left, right] = position <= 5 ? [radial, ulnar] : [ulnar, radial];
  return [arch * (1 - TENTED), arch * TENTED, left, right, whorl * (1 - TWIN), whorl * TWIN];
}

function radialShare(position: number): number {
  const finger = position > 5 ? position - 5 : position;
  return finger === 2 ? RADIAL.index : finger === 3 ? RADIAL.middle : RADIAL.other;
}
