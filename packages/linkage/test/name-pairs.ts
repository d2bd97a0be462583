import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** One name in Arabic script and in Latin letters. */
export interface NamePair {
  readonly arabic: string;
  readonly latin: string;
}

/** Where the pairs lie, or undefined: they are third-party data and no part of the project. */
export function namePairsFolder(): string | undefined {
  const folder = join(
    resolve(process.env.ACCORD_DATA ?? join(import.meta.dirname, "../../../../shared/data")),
    "names",
  );
  return existsSync(folder) ? folder : undefined;
}

/** Pairs of google/transliteration's ar2en and of NETransliteration-COLING2018. */
export function namePairs(folder: string): NamePair[] {
  const lines = (file: string) => readFileSync(join(folder, file), "utf8").split(/\r?\n/);
  return [
    ...lines("google_ar2en.tsv")
      .map((line) => line.split("\t"))
      .map(([arabic = "", latin = ""]) => ({ arabic, latin })),
    ...lines("wikidata_coling2018_aligned.tsv")
      .map((line) => line.split("\t"))
      .map(([latin = "", arabic = ""]) => ({ arabic: arabic.replaceAll(" ", ""), latin })),
  ].filter(({ arabic, latin }) => arabic !== "" && latin !== "");
}

/** Whether a pair belongs to the tenth that nothing was learnt from. */
export function isHeldOut({ arabic, latin }: NamePair): boolean {
  return createHash("sha256").update(`${arabic}\t${latin}`).digest().readUInt32BE(0) % 10 === 0;
}
