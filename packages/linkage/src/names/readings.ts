import { CORRESPONDENCES, type Correspondence, latinChanceBits } from "./correspondences.ts";

/** How many unfinished readings are kept at each letter. */
const BEAM = 10;
/** Bits for an unwritten vowel, less what its letter's share gives: its own weight is learnt from all positions. */
const UNWRITTEN_VOWEL_BITS = 3.5;
/** A letter that no correspondence knows stands for nothing. */
const UNKNOWN: readonly Correspondence[] = [{ latin: "", bits: -8 }];
const LONGEST = 24;

/** Units with the log2 probability (but for a constant) that they are written so, likelier ones first. */
const CHOICES: ReadonlyMap<string, readonly Correspondence[]> = new Map(
  [...CORRESPONDENCES].map(([arabic, units]) => [
    arabic,
    units
      .map(({ latin, bits }) => ({ latin, bits: bits + latinChanceBits(latin) }))
      .sort((a, b) => b.bits - a.bits)
      .slice(0, 8),
  ]),
);
const VOWELS: readonly Correspondence[] = (CHOICES.get("") ?? [])
  .filter(({ latin }) => "aeiou".includes(latin))
  .map(({ latin, bits }) => ({ latin, bits: bits + UNWRITTEN_VOWEL_BITS }));

/**
 * The likeliest Latin spellings of a word in Arabic script, likeliest first. Short vowels are not written there, so
 * one word has several: `دينق` is dink, ding, deng. What remains undecided is left to keys that fold such differences.
 *
 * @param arabic letters as `arabicLetters` gives them
 * @param count how many readings at most
 * @param keyOf readings that this makes equal count once; the spelling itself by default
 */
export function latinReadings(
  arabic: string,
  count: number,
  keyOf: (latin: string) => string = (latin) => latin,
): string[] {
  const text = `^${arabic.slice(0, LONGEST)}$`;
  const reached: Map<string, number>[] = Array.from({ length: text.length + 1 }, () => new Map());
  reached[0]?.set("", 0);
  for (let at = 0; at < text.length; at++) {
    const here = withUnwrittenVowels(strongest(reached[at] ?? new Map()), at);
    for (const [latin, bits] of here)
      for (let letters = 1; letters <= 2 && at + letters <= text.length; letters++) {
        const unit = text.slice(at, at + letters);
        const choices = CHOICES.get(unit) ?? (letters === 1 && !/[\^$]/.test(unit) ? UNKNOWN : []);
        for (const choice of choices) keep(reached[at + letters], latin + choice.latin, bits + choice.bits);
      }
  }
  const readings = new Map<string, string>();
  for (const [marked] of sorted(reached[text.length] ?? new Map())) {
    const latin = marked.replace(/[\^$]/g, "");
    const key = keyOf(latin);
    if (latin !== "" && !readings.has(key)) readings.set(key, latin);
    if (readings.size === count) break;
  }
  return [...readings.values()];
}

function withUnwrittenVowels(readings: [string, number][], at: number): [string, number][] {
  if (at < 2) return readings;
  const more = new Map(readings);
  for (const [latin, bits] of readings)
    if (!/[aeiouy]$/.test(latin))
      for (const vowel of VOWELS) keep(more, latin + vowel.latin, bits + vowel.bits);
  return strongest(more);
}

function keep(readings: Map<string, number> | undefined, latin: string, bits: number): void {
  const before = readings?.get(latin);
  if (before === undefined || bits > before) readings?.set(latin, bits);
}

/** Ties are broken by spelling, so that the same word always has the same readings. */
const sorted = (readings: Map<string, number>): [string, number][] =>
  [...readings].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
const strongest = (readings: Map<string, number>): [string, number][] => sorted(readings).slice(0, BEAM);
