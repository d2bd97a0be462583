/** 10^(0 … 0.9), so that the words are the same in every engine. */
const TENTHS = [1, 1.3, 1.6, 2, 2.5, 3, 4, 5, 6, 8] as const;
const NAMES = ["", " thousand", " million", " billion", " trillion"] as const;
/** Beyond, the scale is extrapolated so far that a figure would say more than is known. */
const SURE = 150;

/** What a calibrated score says, in a sentence for who must decide. */
export function scoreMeaning(score: number): string {
  const whole = Math.max(0, Math.floor(score));
  if (whole < 3) return "Nothing speaks for one and the same finger.";
  if (whole >= SURE) return "Different fingers practically never score this high.";
  return `Different fingers score this high in about one of ${oneOf(whole)} comparisons.`;
}

function oneOf(score: number): string {
  const power = Math.floor(score / 10);
  const group = Math.min(NAMES.length - 1, Math.floor(power / 3));
  let value: number = TENTHS[score % 10]!;
  for (let ten = 3 * group; ten < power; ten++) value *= 10;
  return `${Math.round(value * 10) / 10}${NAMES[group]}`;
}
