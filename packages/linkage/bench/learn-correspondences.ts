/**
 * Learns which Latin letters stand for which Arabic ones, by expectation-maximisation over all alignments of pairs of
 * spellings of one name (the joint multigram model of Deligne and Bimbot 1995, with the pruning of Jiampojamarn,
 * Kondrak and Sherif 2007), and writes `src/names/learned-correspondences.ts`.
 *
 * Data: google/transliteration's ar2en (Apache-2.0) and the pairs of NETransliteration-COLING2018 (from Wikidata, CC0).
 * A tenth of the pairs, chosen by hash, is left out, so that figures measured on it are of names never seen.
 *
 *   npx tsc -p packages/linkage/tsconfig.bench.json
 *   node packages/linkage/dist/bench/bench/learn-correspondences.js FOLDER
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { arabicLetters } from "../src/names/arabic-letters.ts";
import { foldToAscii } from "../src/names/transliterate.ts";
import { isHeldOut, namePairs } from "../test/name-pairs.ts";

const LONGEST_ARABIC = 2;
const LONGEST_LATIN = 3;
const ITERATIONS = 7;
/** A correspondence expected fewer times than this in all pairs is noise or a misprint. */
const FEWEST = 8;
/** Weights (bits) at which a correspondence says no more than that the letters do not belong together. */
const WORTHLESS = -5.5;

interface Aligned {
  readonly arabic: string;
  readonly latin: string;
}

const folder = process.argv[2];
if (folder === undefined) throw new Error("Name the folder that holds the pairs of names.");
const pairs: Aligned[] = namePairs(folder)
  .filter((pair) => !isHeldOut(pair))
  .map(({ arabic, latin }) => ({
    arabic: `^${arabicLetters(arabic)}$`,
    latin: `^${foldToAscii(latin).replace(/[^a-z]/g, "")}$`,
  }))
  .filter(({ arabic, latin }) => arabic.length > 2 && latin.length > 2)
  .filter(({ arabic, latin }) => arabic.length <= 18 && latin.length <= 20);

/** One step of an alignment: how many letters of each side it consumes; one side may consume none, for one letter. */
const STEPS: readonly (readonly [number, number])[] = Array.from({ length: LONGEST_ARABIC + 1 }, (_, a) =>
  Array.from({ length: LONGEST_LATIN + 1 }, (_, l) => [a, l] as const),
)
  .flat()
  .filter(([a, l]) => a + l > 0 && (a > 0 || l === 1) && (l > 0 || a === 1));

type Probability = (unit: string) => number;

/** Before the first iteration: letters one to one, longer units and gaps less likely. */
const initial: Probability = (unit) => {
  const [arabic = "", latin = ""] = unit.split("|");
  return (
    0.01 ** (arabic.length + latin.length - 1) *
    (arabic.length === 1 && latin.length === 1 ? 1 : 0.3) *
    (arabic.length > 0 && latin.length > 0 ? 1 : 0.1)
  );
};

/** Adds the expected uses of each unit in a pair to `counts` (forward and backward sums over the lattice). */
function expect({ arabic, latin }: Aligned, probability: Probability, counts: Map<string, number>): void {
  const width = latin.length + 1;
  const forward = new Float64Array((arabic.length + 1) * width);
  const backward = new Float64Array(forward.length);
  const edges: { from: number; to: number; unit: string; p: number }[] = [];
  for (let a = 0; a <= arabic.length; a++)
    for (let l = 0; l <= latin.length; l++)
      for (const [da, dl] of STEPS) {
        if (a + da > arabic.length || l + dl > latin.length) continue;
        const unit = `${arabic.slice(a, a + da)}|${latin.slice(l, l + dl)}`;
        const p = probability(unit);
        if (p > 0) edges.push({ from: a * width + l, to: (a + da) * width + l + dl, unit, p });
      }
  forward[0] = 1;
  for (const { from, to, p } of edges) forward[to]! += forward[from]! * p;
  const total = forward[forward.length - 1]!;
  if (!(total > 0)) return;
  backward[backward.length - 1] = 1;
  for (const { from, to, p } of edges.toReversed()) backward[from]! += backward[to]! * p;
  for (const { from, to, unit, p } of edges) {
    const expected = (forward[from]! * p * backward[to]!) / total;
    if (expected > 1e-6) counts.set(unit, (counts.get(unit) ?? 0) + expected);
  }
}

let probability: Probability = initial;
let learned = new Map<string, number>();
for (let iteration = 0; iteration < ITERATIONS; iteration++) {
  const counts = new Map<string, number>();
  for (const pair of pairs) expect(pair, probability, counts);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const fewest = iteration < 2 ? 0.5 : FEWEST;
  const kept = new Map([...counts].filter(([, count]) => count >= fewest).map(([u, c]) => [u, c / total]));
  probability = (unit) => kept.get(unit) ?? 0;
  learned = kept;
  console.log(`iteration ${iteration + 1}: ${kept.size} correspondences`);
}

/** How often each letter stands in names at all, the chance that two letters meet without belonging together. */
function letterShares(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return new Map([...counts].map(([letter, count]) => [letter, count / total]));
}

const arabicShares = letterShares(pairs.map((pair) => pair.arabic));
const latinShares = letterShares(pairs.map((pair) => pair.latin));
const chance = (text: string, shares: Map<string, number>): number =>
  [...text].reduce((sum, letter) => sum + (/[\^$]/.test(letter) ? 0 : Math.log2(shares.get(letter) ?? 1)), 0);

const table = new Map<string, [latin: string, tenths: number][]>();
for (const [unit, p] of learned) {
  const [arabic = "", latin = ""] = unit.split("|");
  const bits = Math.log2(p) - chance(arabic, arabicShares) - chance(latin, latinShares);
  if (bits < WORTHLESS && !/[\^$]/.test(arabic)) continue;
  const row = table.get(arabic) ?? [];
  row.push([latin, Math.round(bits * 10)]);
  table.set(arabic, row);
}
const rows = [...table]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([arabic, units]) => {
    const text = units
      .sort((a, b) => b[1] - a[1])
      .map(([latin, tenths]) => `${latin}:${tenths}`)
      .join(" ");
    return `  [${JSON.stringify(arabic)}, "${text}"],`;
  });
const shares = [...latinShares]
  .filter(([letter]) => /[a-z]/.test(letter))
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([letter, share]) => `${letter}:${Math.round(share * 10_000)}`)
  .join(" ");
const file = `// Written by bench/learn-correspondences.ts from google/transliteration ar2en (Apache-2.0) and Wikidata (CC0).
/**
 * For each one or two Arabic letters the Latin letters that stand for them, with the weight in tenths of bits:
 * log2 of how much oftener they meet in two spellings of one name than by chance. \`^\` and \`$\` are a word's ends; a
 * row without Arabic letters holds Latin letters that stand for nothing written, mostly short vowels.
 */
export const LEARNED_CORRESPONDENCES: readonly (readonly [arabic: string, latin: string])[] = [
${rows.join("\n")}
];

/** How often each Latin letter stands in names, per ten thousand letters. */
export const LATIN_LETTER_SHARES = "${shares}";
`;
writeFileSync(join(import.meta.dirname, "../../../src/names/learned-correspondences.ts"), file);
