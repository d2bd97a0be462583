const CENTIMETRES_AN_INCH = 2.54;

/** Below 50 and above 5000 dots an inch no fingerprint is scanned: such values are units mixed up or fields left at a default. */
const LEAST_DOTS_PER_INCH = 50;
const MOST_DOTS_PER_INCH = 5000;

/**
 * Dots per inch as a file's field gives them, or undefined where the field cannot be meant. 72 and 96 are what image
 * programs write when they know nothing, so they say nothing here either.
 */
export function plausibleDotsPerInch(value: number): number | undefined {
  if (!(value >= LEAST_DOTS_PER_INCH && value <= MOST_DOTS_PER_INCH)) return undefined;
  const rounded = Math.round(value);
  return rounded === 72 || rounded === 96 ? undefined : value;
}

/**
 * Fields in dots per centimetre or metre hold whole numbers: 197 a centimetre and 19685 a metre both mean 500 an inch.
 * What lies within their rounding of a whole multiple of 10 dots an inch is taken as that.
 */
export function fromPerCentimetre(perCentimetre: number, step = 1): number {
  const dotsPerInch = perCentimetre * CENTIMETRES_AN_INCH;
  const nearest = Math.round(dotsPerInch / 10) * 10;
  return Math.abs(nearest - dotsPerInch) <= (step * CENTIMETRES_AN_INCH) / 2 + 1e-9 ? nearest : dotsPerInch;
}

/** As {@link fromPerCentimetre}, from dots per metre. */
export function fromPerMetre(perMetre: number): number {
  return fromPerCentimetre(perMetre / 100, 0.01);
}

/** The property for a {@link GreyImage}, left out where nothing is known. */
export function resolutionOf(dotsPerInch: number | undefined): { dotsPerInch?: number } {
  return dotsPerInch === undefined ? {} : { dotsPerInch };
}
