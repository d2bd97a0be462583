const pairs = (text: string): [string, string][] =>
  text.split(" ").map((each) => {
    const [letter = "", latin = ""] = each.split(":");
    return [letter, latin];
  });

/** Cyrillic, Greek and Hebrew letters to ASCII, as passports write them (ICAO 9303-3 section 6, without its marks). */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ...pairs(
    "а:a б:b в:v г:g д:d е:e ж:zh з:z и:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y " +
      "ь: э:e ю:yu я:ya є:ye і:i ґ:g ђ:dj ј:j љ:lj њ:nj ћ:c џ:dz ѕ:dz қ:k ғ:g ң:ng ө:o ұ:u ү:u һ:h ә:a",
  ),
  ...pairs(
    "α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o",
  ),
  ...pairs(
    "א:a ב:b ג:g ד:d ה:h ו:v ז:z ח:h ט:t י:y כ:k ך:k ל:l מ:m ם:m נ:n ן:n ס:s ע:a פ:p ף:f צ:ts ץ:ts ק:k ר:r ש:sh ת:t",
  ),
]);

/**
 * Consonants of the Ethiopic block from U+1200, one for each row of eight syllables; an empty one has no plain form.
 * Amharic and Tigrinya names reach South Sudan with refugees from Gambella and beyond.
 */
const ETHIOPIC_ROWS =
  "h l h m s r s sh q qu q qu b v t ch h hu n ny a k ku k ku w a z zh y d d j g gu g t ch p ts ts f p".split(
    " ",
  );
const ETHIOPIC_FIRST = 0x1200;
/** The seven orders and the eighth, labialised one. */
const ETHIOPIC_VOWELS = ["e", "u", "i", "a", "e", "i", "o", "wa"];

/** A letter of another script than Latin and Arabic in ASCII, or undefined where none is known. */
export function otherLetter(letter: string): string | undefined {
  const known = LETTERS.get(letter);
  if (known !== undefined) return known;
  const offset = (letter.codePointAt(0) ?? 0) - ETHIOPIC_FIRST;
  const consonant = ETHIOPIC_ROWS[offset >> 3];
  if (offset < 0 || consonant === undefined) return undefined;
  const vowel = ETHIOPIC_VOWELS[offset & 7] ?? "";
  // The two rows of a bare vowel: አ is a, not ae.
  return consonant === "a" ? (vowel === "e" && (offset & 7) === 0 ? "a" : vowel) : consonant + vowel;
}
