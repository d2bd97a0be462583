import { crossScriptSimilarity } from "./cross-script.ts";
import { jaroWinkler } from "./jaro-winkler.ts";
import { areForms } from "./nicknames.ts";
import { type StandardName, standardiseName } from "./standard-name.ts";

/** Two spellings of one sound, and two forms of one name, are not quite the same spelling. */
const SAME_SOUND = 0.97;
const NICKNAME = 0.92;
/** An initial that fits is weak evidence. */
const INITIAL = 0.8;
/** What a part that the other name lacks costs, of a part that differs. */
const LACKING = 0.25;
const MOST_PARTS = 6;

/**
 * How alike two names are, from 0 (nothing in common) to 1 (the same but for case, marks, titles and articles):
 * symmetric, whatever their scripts and the order of their parts, and where one is written in fewer parts or joined
 * to one word. 0 where either says nothing.
 *
 * Thresholds are those of Jaro–Winkler similarity: two different names reach 0.88 about once in 4,000.
 *
 * @param one name as written, or as `standardiseName` gives it (do that once where a name is compared often)
 */
export function nameSimilarity(
  one: string | StandardName | undefined,
  other: string | StandardName | undefined,
): number {
  const a = typeof one === "string" ? standardiseName(one) : one;
  const b = typeof other === "string" ? standardiseName(other) : other;
  if (a === undefined || b === undefined) return 0;
  if (a.sounds.length === 1 && b.sounds.length === 1) return partSimilarity(a, 0, b, 0);
  return Math.max(assigned(a, b), joinedSimilarity(a, b));
}

/** How alike part `i` of one name and part `j` of another are; both are standardised. */
function partSimilarity(a: StandardName, i: number, b: StandardName, j: number): number {
  const [written, writtenOther] = [a.written[i] ?? "", b.written[j] ?? ""];
  const [arabic, arabicOther] = [a.arabic[i], b.arabic[j]];
  if (arabic !== undefined && arabicOther !== undefined) return arabicSimilarity(arabic, arabicOther);
  const known = sameSound(a, i, b, j) ? SAME_SOUND : 0;
  if (arabic !== undefined) return Math.max(known, crossScriptSimilarity(arabic, bare(b, j)));
  if (arabicOther !== undefined) return Math.max(known, crossScriptSimilarity(arabicOther, bare(a, i)));
  if (written === writtenOther) return 1;
  if (written.length === 1 || writtenOther.length === 1) return written[0] === writtenOther[0] ? INITIAL : 0;
  const spelled = jaroWinkler(written, writtenOther);
  const sounded = jaroWinkler(a.sounds[i] ?? "", b.sounds[j] ?? "") * SAME_SOUND;
  return Math.max(known, spelled, sounded, areForms(written, writtenOther) ? NICKNAME : 0);
}

const bare = (name: StandardName, part: number): string => name.bare[part] ?? "";
const sameSound = (a: StandardName, i: number, b: StandardName, j: number): boolean =>
  a.sounds[i] === b.sounds[j] && a.sounds[i] !== "";

/** Two spellings in Arabic script: hamza, final ه and ة, ى and ي are one to whoever writes. */
function arabicSimilarity(one: string, other: string): number {
  if (one === other) return 1;
  const [a, b] = [looseArabic(one), looseArabic(other)];
  return a === b ? SAME_SOUND : jaroWinkler(a, b) * SAME_SOUND;
}

function looseArabic(letters: string): string {
  return letters
    .replace(/[أإآء]/gu, "ا")
    .replace(/[ؤ]/gu, "و")
    .replace(/[ئى]/gu, "ي")
    .replace(/ة/gu, "ه")
    .replace(/[گڨ]/gu, "ق");
}

/** Parts by their best assignment; each counts by how long it is, and what one name lacks counts little. */
function assigned(a: StandardName, b: StandardName): number {
  const [short, long] = a.sounds.length <= b.sounds.length ? [a, b] : [b, a];
  const [rows, columns] = [partCount(short), partCount(long)];
  const likeness = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => partSimilarity(short, i, long, j)),
  );
  const chosen = bestAssignment(likeness, columns);
  let sum = 0;
  let weight = 0;
  for (const [i, j] of chosen.entries()) {
    const share = Math.sqrt(Math.min(short.written[i]?.length ?? 1, long.written[j]?.length ?? 1));
    sum += share * (likeness[i]?.[j] ?? 0);
    weight += share;
  }
  for (let j = 0; j < columns; j++)
    if (!chosen.includes(j)) weight += LACKING * Math.sqrt(long.written[j]?.length ?? 1);
  return weight === 0 ? 0 : sum / weight;
}

const partCount = (name: StandardName): number => Math.min(MOST_PARTS, name.sounds.length);

/** For each row its column so that the sum is greatest; rows are no more than columns, both at most six. */
function bestAssignment(likeness: readonly (readonly number[])[], columns: number): number[] {
  let best: number[] = [];
  let bestSum = -1;
  const walk = (row: number, taken: number, chosen: number[], sum: number) => {
    if (row === likeness.length) {
      if (sum > bestSum) [best, bestSum] = [chosen, sum];
      return;
    }
    if (sum + (likeness.length - row) <= bestSum) return;
    for (let column = 0; column < columns; column++)
      if ((taken & (1 << column)) === 0)
        walk(row + 1, taken | (1 << column), [...chosen, column], sum + (likeness[row]?.[column] ?? 0));
  };
  walk(0, 0, [], 0);
  return best;
}

/** The whole names as one word each, for parts that one side joins and the other splits. */
function joinedSimilarity(a: StandardName, b: StandardName): number {
  const [one, other] = [a.bare.join(""), b.bare.join("")];
  const arabic = (name: StandardName) => name.arabic.map((letters) => letters ?? "").join("");
  if (a.script === "arabic" && b.script === "arabic")
    return arabicSimilarity(arabic(a), arabic(b)) * SAME_SOUND;
  if (a.script === "arabic") return crossScriptSimilarity(arabic(a), other) * SAME_SOUND;
  if (b.script === "arabic") return crossScriptSimilarity(arabic(b), one) * SAME_SOUND;
  return jaroWinkler(one, other) * SAME_SOUND;
}
