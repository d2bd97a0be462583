/** How a finger comes to the sensor: spreads that each impression draws its own condition from. */
export interface PrintDifficulty {
  /** Standard deviation of the turn, radians. */
  readonly rotationSigma: number;
  /** Standard deviation of the shift along each axis, pixels at 500 dpi. */
  readonly shiftSigma: number;
  /** Strength of skin distortion: 1 drags the skin about a millimetre (see `touch.ts`). */
  readonly distortion: number;
  /** Standard deviation of the pressing force; -1 is a faint touch, 1 a hard one. */
  readonly pressureSigma: number;
  /** Most dryness (broken ridges) and most wetness (ridges run together), 0 to 1. */
  readonly dryness: number;
  readonly wetness: number;
  /** Unevenness of the touch: parts hardly reach, 0 to 1. */
  readonly uneven: number;
  /** Share of the contact, 0 to about 0.5, where the print is smudged until no ridge can be told. */
  readonly smudges: number;
  /** How far creases and scars show, 0 to 1. */
  readonly scars: number;
  /** Factor on the sensor's noise. */
  readonly noise: number;
}

const DEGREE = Math.PI / 180;

export const PRINT_DIFFICULTIES = {
  /** A clean finger laid on with care. */
  easy: {
    rotationSigma: 4 * DEGREE,
    shiftSigma: 8,
    distortion: 0.25,
    pressureSigma: 0.25,
    dryness: 0.15,
    wetness: 0.1,
    uneven: 0.1,
    smudges: 0,
    scars: 0.4,
    noise: 0.8,
  },
  /** What comes to a registration desk. */
  ordinary: {
    rotationSigma: 9 * DEGREE,
    shiftSigma: 24,
    distortion: 0.75,
    pressureSigma: 0.5,
    dryness: 0.55,
    wetness: 0.4,
    uneven: 0.4,
    smudges: 0.08,
    scars: 0.8,
    noise: 1,
  },
  /** Dry, wet, dragged, to one side: as the harder competitions collect on purpose. */
  hard: {
    rotationSigma: 16 * DEGREE,
    shiftSigma: 38,
    distortion: 1.25,
    pressureSigma: 0.8,
    dryness: 0.75,
    wetness: 0.75,
    uneven: 0.5,
    smudges: 0.13,
    scars: 1,
    noise: 1.3,
  },
} as const satisfies Record<string, PrintDifficulty>;

export type PrintDifficultyName = keyof typeof PRINT_DIFFICULTIES;
