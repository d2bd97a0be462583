import { otherLetter } from "./other-letters.ts";

/**
 * Arabic letters to ASCII, consonants as officials in South Sudan and Sudan write them in Latin letters
 * (ق is sounded g there). Short vowels are not written in Arabic, so only the skeleton of such a name is
 * comparable with a Latin spelling.
 */
const ARABIC: Readonly<Record<string, string>> = {
  ا: "a",
  أ: "a",
  إ: "i",
  آ: "a",
  ٱ: "a",
  ء: "",
  ئ: "y",
  ؤ: "w",
  ب: "b",
  پ: "b",
  ت: "t",
  ة: "a",
  ث: "th",
  ج: "j",
  چ: "ch",
  ح: "h",
  خ: "kh",
  د: "d",
  ذ: "dh",
  ر: "r",
  ز: "z",
  س: "s",
  ش: "sh",
  ص: "s",
  ض: "d",
  ط: "t",
  ظ: "z",
  ع: "a",
  غ: "gh",
  ف: "f",
  ڤ: "v",
  ق: "g",
  ك: "k",
  ک: "k",
  گ: "g",
  ل: "l",
  م: "m",
  ن: "n",
  ه: "h",
  و: "w",
  ى: "a",
  ي: "y",
  ی: "y",
  ـ: "",
};

/** Latin letters that NFKD does not take apart: Nuer and Dinka orthography, and a few loans. */
const LATIN: Readonly<Record<string, string>> = {
  ŋ: "ng",
  ɣ: "gh",
  ɛ: "e",
  ɔ: "o",
  ɖ: "d",
  ɗ: "d",
  ɓ: "b",
  ʊ: "u",
  ɪ: "i",
  ə: "e",
  ß: "ss",
  æ: "ae",
  ø: "o",
  œ: "oe",
  ł: "l",
  đ: "d",
};

/** Nobody's name is longer; what follows is not read. */
const LONGEST_TEXT = 400;

/**
 * Folds text of any script to lower-case ASCII letters, digits and single spaces. Apostrophes vanish
 * (`Nya'deng` is `nyadeng`); other punctuation and letters of unknown scripts separate.
 */
export function foldToAscii(text: string): string {
  const bare = text
    .slice(0, LONGEST_TEXT)
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}\u0640]+/gu, "")
    .toLowerCase();
  // NFKD takes أ apart to ا and a mark, so a final ه or ة and a hamza need no rule of their own here.
  const letters = bare.replace(/ن[قجغكگ]/gu, "ng");
  let folded = "";
  for (const letter of letters) {
    if (/[a-z0-9]/.test(letter)) folded += letter;
    else if (/['’ʼ‘`ʿʾ]/.test(letter)) continue;
    else folded += ARABIC[letter] ?? LATIN[letter] ?? otherLetter(letter) ?? " ";
  }
  return folded.replace(/ +/g, " ").trim();
}
