/** Marks that are read but rarely written: harakat, superscript alef, Quranic signs; and the stretching tatweel. */
const UNWRITTEN = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/gu;

/** Letters of Persian, Urdu and Sindhi keyboards that stand for an Arabic one. */
const SAME_LETTER: Readonly<Record<string, string>> = {
  ٱ: "ا",
  ی: "ي",
  ى: "ي",
  ې: "ي",
  ک: "ك",
  ڪ: "ك",
  ہ: "ه",
  ھ: "ه",
  ۀ: "ه",
  ە: "ه",
  ۃ: "ة",
  ڨ: "ق",
  ڭ: "گ",
  ں: "ن",
  ۆ: "و",
  ۋ: "و",
};

/** Letters that a name in Arabic script is compared by; everything else is dropped from it. */
const OTHER_THAN_LETTERS = /[^\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a4\u06af]/gu;

/** Whether a text holds a letter of the Arabic script. */
export function hasArabic(text: string): boolean {
  return /\p{Script=Arabic}/u.test(text);
}

/**
 * Letters of an Arabic-script word alone: NFKC (presentation forms, ligatures), no marks, no tatweel, one code point
 * a letter. Hamza on its seat is kept: it tells vowels apart that the cross-script costs know.
 */
export function arabicLetters(word: string): string {
  return word
    .normalize("NFKC")
    .replace(UNWRITTEN, "")
    .replace(/./gu, (letter) => SAME_LETTER[letter] ?? letter)
    .replace(OTHER_THAN_LETTERS, "");
}
