import { ARABIC_FEMALE, ARABIC_MALE } from "./arabic.ts";

const WRITTEN = new Map<string, string>(
  [ARABIC_MALE, ARABIC_FEMALE].flatMap((list) =>
    list
      .split(/[\n|]/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== "")
      .map((entry) => entry.split(" ") as [string, string]),
  ),
);

// Longest first: a registrar who writes Arabic spells a Nilotic name by its sound.
const SOUNDS: readonly (readonly [string, string])[] = [
  ["ny", "ني"],
  ["ng", "نق"],
  ["th", "ث"],
  ["dh", "ذ"],
  ["ch", "ش"],
  ["sh", "ش"],
  ["kh", "خ"],
  ["gh", "غ"],
  ["ph", "ف"],
  ["aa", "ا"],
  ["ee", "ي"],
  ["ii", "ي"],
  ["oo", "و"],
  ["uu", "و"],
  ["ou", "و"],
  ["uo", "و"],
  ["ua", "وا"],
  ["ie", "ي"],
  ["ei", "ي"],
  ["a", "ا"],
  ["b", "ب"],
  ["c", "ش"],
  ["d", "د"],
  ["e", "ي"],
  ["f", "ف"],
  ["g", "ق"],
  ["h", "ه"],
  ["i", "ي"],
  ["j", "ج"],
  ["k", "ك"],
  ["l", "ل"],
  ["m", "م"],
  ["n", "ن"],
  ["o", "و"],
  ["p", "ب"],
  ["q", "ق"],
  ["r", "ر"],
  ["s", "س"],
  ["t", "ت"],
  ["u", "و"],
  ["v", "ف"],
  ["w", "و"],
  ["x", "كس"],
  ["y", "ي"],
  ["z", "ز"],
];

const INITIAL: Readonly<Record<string, string>> = { a: "أ", e: "إ", i: "إ", o: "أو", u: "أو" };

/** A name part in Arabic letters: as it is customarily written where the name is Arabic, else by its sound. */
export function inArabicScript(latin: string): string {
  const customary = WRITTEN.get(latin);
  if (customary !== undefined) return customary;
  const letters = latin.toLowerCase();
  const first = INITIAL[letters.charAt(0)];
  let written = first ?? "";
  let at = first === undefined ? 0 : 1;
  while (at < letters.length) {
    const sound = SOUNDS.find(([spelled]) => letters.startsWith(spelled, at));
    if (sound === undefined) {
      at += 1;
      continue;
    }
    written += sound[1];
    at += sound[0].length;
  }
  return written;
}
