import bidiFactory, { type Bidi } from "bidi-js";

// The package's types speak of an ES module's default; what Node gives is the function that its CommonJS file exports.
const bidi = (bidiFactory as unknown as () => Bidi)();

export type Direction = "ltr" | "rtl";

/** A piece of a line whose characters run one way, in logical order; its glyphs are shaped together. */
export interface Run {
  readonly text: string;
  readonly direction: Direction;
}

const ARABIC_OR_HEBREW =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Which way a text runs as a whole: by its first letter that has a direction (UAX #9, P2 and P3). */
export function directionOf(text: string): Direction {
  const letter = /\p{L}/u.exec(text)?.[0];
  return letter !== undefined && ARABIC_OR_HEBREW.test(letter) ? "rtl" : "ltr";
}

/**
 * The runs of one line from left to right, as the Unicode Bidirectional Algorithm orders them (UAX #9, L2), with
 * mirrored characters mirrored (L4). Shaping a run reverses its glyphs where its script runs right to left; a run of
 * signs alone, which no script claims, is reversed here.
 */
export function runsOf(line: string, base: Direction): readonly Run[] {
  if (line === "") return [];
  const { levels } = bidi.getEmbeddingLevels(line, base);
  const pieces: { text: string; level: number }[] = [];
  for (const [at, character] of [...line].entries()) {
    const offset = offsetOf(line, at);
    const level = levels[offset] ?? 0;
    const shown = level % 2 === 1 ? (bidi.getMirroredCharacter(character) ?? character) : character;
    const last = pieces.at(-1);
    if (last !== undefined && last.level === level) last.text += shown;
    else pieces.push({ text: shown, level });
  }
  return reordered(pieces).map(({ text, level }) => {
    if (level % 2 === 0) return { text, direction: "ltr" };
    return { text: ARABIC_OR_HEBREW.test(text) ? text : [...text].reverse().join(""), direction: "rtl" };
  });
}

/** Position in UTF-16 units of the n-th character. */
function offsetOf(line: string, index: number): number {
  return [...line].slice(0, index).join("").length;
}

/** L2: from the highest level down to the lowest odd one, reverse each sequence of pieces at that level or higher. */
function reordered<T extends { readonly level: number }>(pieces: readonly T[]): readonly T[] {
  const order = [...pieces];
  const highest = Math.max(...order.map((piece) => piece.level));
  for (let level = highest; level >= 1; level--) {
    for (let from = 0; from < order.length; from++) {
      let to = from;
      while (to < order.length && order[to]!.level >= level) to++;
      if (to > from + 1) order.splice(from, to - from, ...order.slice(from, to).reverse());
      from = Math.max(from, to);
    }
  }
  return order;
}
