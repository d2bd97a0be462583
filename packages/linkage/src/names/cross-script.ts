import { CORRESPONDENCES } from "./correspondences.ts";

/** A letter that stands for nothing in the other script, where no correspondence says better. */
const GAP_BITS = -6;
/** Two letters that do not stand for each other. */
const MISMATCH_BITS = -7.8;
/** Longer words are compared by their beginning. */
const LONGEST = 40;
const LONGEST_ARABIC_UNIT = 2;
const LONGEST_LATIN_UNIT = 3;

/** Correspondences by a number made of their letters: a look-up in the inner loop without building strings. */
const BITS = new Map<number, number>();
/** Small numbers for all letters that occur; 0 is any other letter. */
const LETTERS = new Map<string, number>();
const RADIX = 128;

for (const [arabic, units] of CORRESPONDENCES)
  for (const { latin, bits } of units) {
    const key = unitKey(numbered(arabic, true), 0, arabic.length, numbered(latin, true), 0, latin.length);
    BITS.set(key, bits);
  }

function numbered(text: string, add: boolean): Uint8Array {
  const numbers = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] ?? "";
    const known = LETTERS.get(letter);
    if (known === undefined && add) LETTERS.set(letter, LETTERS.size + 1);
    numbers[index] = LETTERS.get(letter) ?? 0;
  }
  return numbers;
}

function unitKey(a: Uint8Array, aFrom: number, aCount: number, l: Uint8Array, lFrom: number, lCount: number) {
  let key = 1;
  for (let index = aFrom; index < aFrom + aCount; index++) key = key * RADIX + (a[index] ?? 0);
  key = key * RADIX + 127;
  for (let index = lFrom; index < lFrom + lCount; index++) key = key * RADIX + (l[index] ?? 0);
  return key;
}

/**
 * How much likelier the two words are two spellings of one name than two names, in bits, by the best alignment of
 * their letters; about 2 bits a letter for a good spelling, negative for other names.
 *
 * @param arabic letters of one word, as `arabicLetters` gives them
 * @param latin letters a to z of one word
 */
function crossScriptBits(arabic: string, latin: string): number {
  const a = numbered(`^${arabic.slice(0, LONGEST)}$`, false);
  const l = numbered(`^${latin.slice(0, LONGEST)}$`, false);
  const width = l.length + 1;
  const best = new Float64Array((a.length + 1) * width).fill(Number.NEGATIVE_INFINITY);
  best[0] = 0;
  for (let i = 0; i <= a.length; i++)
    for (let j = 0; j <= l.length; j++) {
      const here = best[i * width + j] ?? 0;
      for (let di = 0; di <= LONGEST_ARABIC_UNIT && i + di <= a.length; di++)
        for (let dj = 0; dj <= LONGEST_LATIN_UNIT && j + dj <= l.length; dj++) {
          if (di + dj === 0) continue;
          const bits = stepBits(BITS.get(unitKey(a, i, di, l, j, dj)), di, dj);
          const to = (i + di) * width + j + dj;
          if (here + bits > (best[to] ?? 0)) best[to] = here + bits;
        }
    }
  return best[best.length - 1] ?? 0;
}

function stepBits(learned: number | undefined, arabicCount: number, latinCount: number): number {
  if (arabicCount + latinCount === 1) return Math.max(learned ?? GAP_BITS, GAP_BITS);
  if (arabicCount === 1 && latinCount === 1) return Math.max(learned ?? MISMATCH_BITS, MISMATCH_BITS);
  return learned ?? Number.NEGATIVE_INFINITY;
}

/**
 * Bits a letter and the similarity they are worth: set so that two different names reach 0.7, 0.8, 0.88 and 0.92 about
 * as seldom as Jaro-Winkler lets them in one script (1 in 80, 500, 4,000 and 16,000 shuffled pairs), and thresholds
 * mean the same whatever script a name is written in.
 */
const SCALE: readonly (readonly [bitsPerLetter: number, similarity: number])[] = [
  [-3, 0],
  [-0.6, 0.7],
  [0, 0.82],
  [0.5, 0.9],
  [1, 0.95],
  [1.9, 1],
];

/** `crossScriptBits` as a similarity from 0 to 1. */
export function crossScriptSimilarity(arabic: string, latin: string): number {
  if (arabic === "" || latin === "") return 0;
  const bits = crossScriptBits(arabic, latin) / (arabic.length + latin.length);
  for (let step = 1; step < SCALE.length; step++) {
    const [above, high] = SCALE[step] ?? [0, 0];
    const [below, low] = SCALE[step - 1] ?? [0, 0];
    if (bits <= above) return Math.max(0, low + ((bits - below) / (above - below)) * (high - low));
  }
  return 1;
}
