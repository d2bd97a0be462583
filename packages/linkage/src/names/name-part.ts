import { arabicLetters, hasArabic } from "./arabic-letters.ts";
import { canonicalPart } from "./equivalents.ts";
import {
  isArticle,
  isFiliation,
  isTitle,
  joinsNext,
  withoutArabicArticle,
  withoutArticle,
} from "./particles.ts";
import { foldToAscii } from "./transliterate.ts";

/** How many words of a text are read, and how long a part may be. */
const MOST_WORDS = 12;
const LONGEST_PART = 40;

/** One part of a name: own, father's, grandfather's, family's. */
export interface NamePart {
  /** Lower-case ASCII as written, joined with its prefix: `abdelrahman`, `oneill`. */
  readonly written: string;
  /** The same without an article written together with it: `abdrahman`, `masri` for `almasri`. */
  readonly bare: string;
  /** The same, or where it is known in several tongues their common spelling: `john` for `yohana`. */
  readonly folded: string;
  /** Its letters without article where it is written in Arabic script. */
  readonly arabic: string | undefined;
}

interface Word {
  readonly folded: string;
  readonly arabic: string | undefined;
}

/** The parts of a name as written, without titles, filiations and articles; everything where nothing else is left. */
export function partsOf(texts: readonly string[]): NamePart[] {
  const read = texts.flatMap(wordsOf).slice(0, MOST_WORDS);
  const kept = read.filter(({ folded, arabic }, index) => {
    const word = arabic ?? folded;
    // Ben Ali at the beginning is a man called Ben; between two names it is "son of".
    const between = index > 0 && index < read.length - 1;
    return !isTitle(word) && !(between && isFiliation(word));
  });
  return joined(kept.length === 0 ? read : kept).map(partOf);
}

function wordsOf(text: string): Word[] {
  return text
    .slice(0, 400)
    .normalize("NFKC")
    .split(/[\s\p{Cc}.,;/_()[\]-]+/u)
    .flatMap((word): Word[] => {
      if (hasArabic(word)) {
        const arabic = arabicLetters(word);
        return arabic === "" ? [] : [{ folded: foldToAscii(arabic).replaceAll(" ", ""), arabic }];
      }
      return foldToAscii(word)
        .split(" ")
        .filter((folded) => folded !== "" && !/^\d+$/.test(folded))
        .map((folded) => ({ folded, arabic: undefined }));
    });
}

/** Prefixes joined to what they belong to; a loose article vanishes unless nothing follows it. */
function joined(words: readonly Word[]): Word[] {
  const parts: Word[] = [];
  let before: Word | undefined;
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    const text = word.arabic ?? word.folded;
    if (next !== undefined && isArticle(text, next.folded)) continue;
    const whole = before === undefined ? word : together(before, word);
    if (next !== undefined && joinsNext(text, next.arabic ?? next.folded)) before = whole;
    else {
      parts.push(whole);
      before = undefined;
    }
  }
  return parts;
}

function together(one: Word, other: Word): Word {
  const head = one.folded.startsWith("abd") ? "abd" : one.folded;
  return {
    folded: head + withoutArticle(other.folded),
    arabic:
      one.arabic === undefined || other.arabic === undefined
        ? undefined
        : one.arabic + withoutArabicArticle(other.arabic),
  };
}

function partOf({ folded, arabic }: Word): NamePart {
  const letters = arabic === undefined ? undefined : withoutArabicArticle(arabic).slice(0, LONGEST_PART);
  const bare = (letters === undefined ? withoutArticle(folded) : foldToAscii(letters)).slice(0, LONGEST_PART);
  return {
    written: folded.slice(0, LONGEST_PART),
    bare,
    folded: canonicalPart(arabic ?? bare) ?? canonicalPart(letters ?? bare) ?? canonicalPart(bare) ?? bare,
    arabic: letters,
  };
}
