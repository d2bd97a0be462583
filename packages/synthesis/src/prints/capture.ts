import type { GreyImage, Template } from "@accord/fingerprint";
import { type Random, randomOf, seedOf } from "../random.ts";
import type { TruePerson } from "../true-person.ts";
import { impress } from "./impress.ts";
import { type ImpressionCondition, impression } from "./impression.ts";
import { masterFinger } from "./master-finger.ts";
import { growFinger } from "./master-print.ts";
import { PRINT_DIFFICULTIES, type PrintDifficulty } from "./print-difficulty.ts";

/** A finger taken at a registration; everything that `impressionOf` needs to make its template. */
export interface Capture {
  /** ISO/IEC 19794-2 finger position. */
  readonly position: number;
  readonly condition: ImpressionCondition;
  readonly populationSeed: number;
  readonly truePerson: number;
  readonly impressionSeed: number;
}

const RIGHT_THUMB = 1;
const RIGHT_INDEX = 2;
const LEFT_THUMB = 6;

/** The template of a captured finger; the same capture gives the same template. */
export function impressionOf(capture: Capture): Template {
  const master = masterFinger(capture.populationSeed, capture.truePerson, capture.position);
  return impression(master, capture.impressionSeed, capture.condition);
}

/** What each condition means for a picture. */
const PICTURED: Readonly<Record<ImpressionCondition, PrintDifficulty>> = {
  good: PRINT_DIFFICULTIES.ordinary,
  dry: { ...PRINT_DIFFICULTIES.ordinary, dryness: 1, wetness: 0 },
  partial: { ...PRINT_DIFFICULTIES.ordinary, shiftSigma: 70 },
  worn: PRINT_DIFFICULTIES.hard,
};

/**
 * The picture of a captured finger, 388 x 374 pixels at 500 dpi: about a second's work, most of it to grow the finger.
 * It has the pattern of the finger that `impressionOf` makes a template of, but minutiae of its own: a picture and a
 * template made without one do not match, so that a finger must be shown by pictures at every registration, or never.
 */
export function imageOf(capture: Capture): GreyImage {
  const { populationSeed, truePerson, position } = capture;
  const master = growFinger(randomOf(populationSeed, "finger", truePerson, position), { position });
  const random = randomOf(capture.impressionSeed, "picture");
  return impress(master, random, { sensor: "optical", difficulty: PICTURED[capture.condition] }).image;
}

/** True where the impression is good enough to compare with confidence. */
export function isUsable(capture: Capture): boolean {
  return capture.condition !== "worn";
}

/** Whose fingers a registration takes: `twoOfEach` is for benchmarks of matching at a size that a target names. */
export type FingersTaken = "asPractised" | "twoOfEach";

/** Which fingers a registration takes: right thumb and index as a rule, only the head's thumb at some sites. */
export function drawCaptures(
  random: Random,
  person: TruePerson,
  at: {
    readonly populationSeed: number;
    readonly ageYears: number;
    readonly headThumbOnly: boolean;
    readonly isHead: boolean;
    readonly fingers: FingersTaken;
  },
): Capture[] {
  const { ageYears, headThumbOnly, isHead } = at;
  if (at.fingers === "twoOfEach") return captured(random, person, at, [RIGHT_THUMB, RIGHT_INDEX]);
  if ((headThumbOnly && !isHead) || !random.chance(shareTaken(ageYears))) return [];
  const positions = headThumbOnly ? [RIGHT_THUMB] : [RIGHT_THUMB, RIGHT_INDEX];
  // A bandaged or missing right thumb: the left one instead.
  if (random.chance(0.02)) positions[0] = LEFT_THUMB;
  return captured(
    random,
    person,
    at,
    positions.filter((_, index) => index === 0 || random.chance(0.93)),
  );
}

function captured(
  random: Random,
  person: TruePerson,
  { populationSeed, ageYears }: { readonly populationSeed: number; readonly ageYears: number },
  positions: readonly number[],
): Capture[] {
  return positions.map((position) => ({
    position,
    condition: drawCondition(random, person.wornFingers, ageYears),
    populationSeed,
    truePerson: person.id,
    impressionSeed: seedOf(random.int(4294967296), position),
  }));
}

/** Under five no agency takes prints; small fingers are tried seldom and fail often. */
function shareTaken(ageYears: number): number {
  if (ageYears < 5) return 0;
  if (ageYears < 12) return 0.05;
  if (ageYears < 15) return 0.3;
  return ageYears < 18 ? 0.65 : 0.92;
}

function drawCondition(random: Random, worn: boolean, ageYears: number): ImpressionCondition {
  const wornChance = worn ? 0.8 : ageYears < 15 ? 0.2 : 0.03;
  if (random.chance(wornChance)) return "worn";
  const drawn = random.next();
  return drawn < 0.15 ? "partial" : drawn < 0.32 ? "dry" : "good";
}

/** Seed of a stream for a person's captures at one registration, apart from the biographic noise. */
export function captureStream(seed: number, agency: string, person: number, occasion: number): Random {
  return randomOf(seed, agency, "captures", person, occasion);
}
