import { LATIN_LETTER_SHARES, LEARNED_CORRESPONDENCES } from "./learned-correspondences.ts";

/** What one stretch of Arabic letters may stand for in Latin ones. */
export interface Correspondence {
  readonly latin: string;
  /** log2 of how much oftener the two meet in spellings of one name than by chance. */
  readonly bits: number;
}

/**
 * What officials in Sudan and South Sudan write and the learnt pairs (of the whole world) hardly hold: ق is sounded
 * and written g (قرنق, Garang), ث s (عثمان, Osman), ظ and ذ z, نق and نج ng, a final ه or ة a.
 */
const REGIONAL: readonly (readonly [arabic: string, latin: string, bits: number])[] = [
  ["ق", "g", 5],
  ["ق", "gg", 4],
  ["نق", "ng", 7],
  ["نج", "ng", 7],
  ["ني", "ny", 5],
  ["ث", "s", 3.5],
  ["ذ", "d", 5],
  ["ذ", "dh", 8],
  ["ذ", "z", 4.5],
  ["ض", "d", 4],
  ["ض", "dh", 7],
  ["ظ", "z", 5],
  ["ط", "t", 3],
  ["ج", "dj", 6.9],
  ["ج", "j", 5],
  ["ج", "g", 4.4],
  ["ش", "c", 1],
  ["ش", "ch", 8],
  ["تش", "ch", 8],
  ["ه$", "a$", 1],
  ["ة$", "a$", 3],
  ["و", "w", 2.1],
  ["وي", "wi", 3],
  ["وا", "wa", 3],
  ["وا", "ua", 3],
];

/** All that any stretch of one or two Arabic letters may stand for; `^` and `$` mark a word's ends. */
export const CORRESPONDENCES: ReadonlyMap<string, readonly Correspondence[]> = gather();

function gather(): Map<string, Correspondence[]> {
  const rows = new Map<string, Map<string, number>>();
  const take = (arabic: string, latin: string, bits: number) => {
    const row = rows.get(arabic) ?? new Map<string, number>();
    row.set(latin, Math.max(bits, row.get(latin) ?? Number.NEGATIVE_INFINITY));
    rows.set(arabic, row);
  };
  for (const [arabic, units] of LEARNED_CORRESPONDENCES)
    for (const unit of units.split(" ")) {
      const [latin = "", tenths = "0"] = unit.split(":");
      take(arabic, latin, Number(tenths) / 10);
    }
  for (const [arabic, latin, bits] of REGIONAL) take(arabic, latin, bits);
  return new Map(
    [...rows].map(([arabic, row]) => [arabic, [...row].map(([latin, bits]) => ({ latin, bits }))] as const),
  );
}

const SHARES: ReadonlyMap<string, number> = new Map(
  LATIN_LETTER_SHARES.split(" ").map((each) => {
    const [letter = "", share = "1"] = each.split(":");
    return [letter, Math.log2(Number(share) / 10_000)] as const;
  }),
);

/** log2 of the chance that a text stands in a name at random, letter by letter. */
export function latinChanceBits(text: string): number {
  let bits = 0;
  for (const letter of text) bits += letter === "^" || letter === "$" ? 0 : (SHARES.get(letter) ?? -10);
  return bits;
}
