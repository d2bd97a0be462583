import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { jaroWinkler, nameKeys, nameSimilarity, standardiseName } from "@accord/linkage";
import type { Row } from "../table.ts";

interface NamePair {
  readonly arabic: string;
  readonly latin: string;
}

/** One Latin letter or two for each Arabic one, as the simplest transliteration does. */
const PLAIN: Readonly<Record<string, string>> = Object.fromEntries(
  "ا:a أ:a إ:i آ:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh ف:f ق:q ك:k ل:l م:m ن:n ه:h و:w ي:y ى:a ة:a ئ:y ؤ:w ء: ڤ:v پ:p چ:ch گ:g"
    .split(" ")
    .map((each) => each.split(":") as [string, string]),
);
const transliterated = (arabic: string) => [...arabic].map((letter) => PLAIN[letter] ?? "").join("");
const plainLatin = (latin: string) =>
  latin
    .normalize("NFKD")
    .replace(/[^a-z]/gi, "")
    .toLowerCase();

/** The tenth of the pairs that letter correspondences were not learnt from. */
function heldOut(folder: string): NamePair[] {
  const lines = (file: string) => {
    const path = join(folder, file);
    return existsSync(path)
      ? readFileSync(path, "utf8")
          .split(/\r?\n/)
          .map((line) => line.split("\t"))
      : [];
  };
  return [
    ...lines("google_ar2en.tsv").map(([arabic = "", latin = ""]) => ({ arabic, latin })),
    ...lines("wikidata_coling2018_aligned.tsv").map(([latin = "", arabic = ""]) => ({
      arabic: arabic.replaceAll(" ", ""),
      latin,
    })),
  ].filter(
    ({ arabic, latin }) =>
      arabic !== "" &&
      latin !== "" &&
      createHash("sha256").update(`${arabic}\t${latin}`).digest().readUInt32BE(0) % 10 === 0,
  );
}

/** The error rate at the threshold where as many true pairs are missed as others are taken. */
function equalErrorRate(same: Float64Array, different: Float64Array): number {
  same.sort();
  different.sort();
  let [least, rate] = [1, 1];
  for (let at = 0, below = 0; at < same.length; at++) {
    while (below < different.length && (different[below] ?? 0) < (same[at] ?? 0)) below++;
    const [missed, taken] = [at / same.length, (different.length - below) / different.length];
    if (Math.abs(missed - taken) < least) [least, rate] = [Math.abs(missed - taken), (missed + taken) / 2];
  }
  return rate;
}

/** Spellings of one name in Arabic and Latin script against those of others, drawn by rotating the list. */
export function nameRows(data: string, smoke: boolean): Row[] {
  const all = heldOut(data);
  const pairs = smoke ? all.slice(0, 800) : all;
  if (pairs.length === 0)
    return [{ what: "Arabic and Latin spellings", measured: "skipped", against: "the data is not at hand" }];
  const others = pairs.flatMap((pair, at) =>
    [0.33, 0.61].flatMap((turn) => {
      const other = pairs[(at + Math.floor(turn * pairs.length)) % pairs.length];
      return other === undefined || other.latin === pair.latin
        ? []
        : [{ arabic: pair.arabic, latin: other.latin }];
    }),
  );
  const rateOf = (likeness: (arabic: string, latin: string) => number) =>
    equalErrorRate(
      Float64Array.from(pairs, ({ arabic, latin }) => likeness(arabic, latin)),
      Float64Array.from(others, ({ arabic, latin }) => likeness(arabic, latin)),
    );
  const plain = rateOf((arabic, latin) => jaroWinkler(transliterated(arabic), plainLatin(latin)));
  const readings = rateOf((arabic, latin) => {
    const sound = nameKeys(latin)?.sound ?? "";
    return Math.max(0, ...(nameKeys(arabic)?.readings ?? []).map((each) => jaroWinkler(each, sound)));
  });
  const percent = (rate: number) => `${(rate * 100).toFixed(2)}%`;
  const began = process.cpuUsage().user;
  const learnt = rateOf((arabic, latin) => nameSimilarity(standardiseName(arabic), standardiseName(latin)));
  const each = (process.cpuUsage().user - began) / (pairs.length + others.length);
  const against = `${percent(plain)} Jaro–Winkler over a plain transliteration; limit: half of it`;
  return [
    {
      what: `Arabic and Latin spellings, ${pairs.length} pairs held out: equal-error rate`,
      measured: percent(learnt),
      against,
    },
    {
      what: "the same by the best of four readings, as SQL compares them",
      measured: percent(readings),
      against,
    },
    {
      what: "one comparison with both names standardised",
      measured: `${each.toFixed(0)} µs`,
      against: "none set",
    },
  ];
}
