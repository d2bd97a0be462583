import { foldToAscii } from "../names/transliterate.ts";
import { asciiDigits } from "./digits.ts";

/** How streets and their like are shortened, in English and French. */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map(
  (
    "st:street str:street rd:road ave:avenue av:avenue dr:drive ct:court cct:circuit crct:circuit cir:circle cres:crescent " +
    "cr:crescent pl:place tce:terrace ter:terrace pde:parade hwy:highway ln:lane sq:square blvd:boulevard bd:boulevard " +
    "cl:close gr:grove gve:grove mt:mount pt:point apt:apartment bldg:building blk:block fl:floor flr:floor no:number " +
    "nr:number qtr:quarter q:quarter n:north s:south e:east w:west nth:north sth:south"
  )
    .split(" ")
    .map((pair) => pair.split(":") as [string, string]),
);

export interface StandardAddress {
  /** ASCII words with the usual abbreviations written out: `12 tullaroop street`. */
  readonly text: string;
  /** Its first number with a letter after it: `12a`. */
  readonly number: string | undefined;
  /** Its words without numbers, in alphabetical order: what two writings share whatever their order. */
  readonly words: string;
}

/** An address line, street or settlement. Undefined where nothing is left. */
export function standardiseAddress(text: string | undefined): StandardAddress | undefined {
  const words = foldToAscii(asciiDigits((text ?? "").slice(0, 300)))
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => ABBREVIATIONS.get(word) ?? word);
  if (words.length === 0) return undefined;
  return {
    text: words.join(" "),
    number: words.find((word) => /^\d+[a-z]?$/.test(word)),
    words: words
      .filter((word) => !/^\d/.test(word))
      .sort()
      .join(" "),
  };
}

/** A postcode in capitals without spaces or hyphens, `SW1A 1AA` as `SW1A1AA`; undefined without a digit or letter. */
export function standardisePostcode(text: string | undefined): string | undefined {
  const code = asciiDigits((text ?? "").slice(0, 40))
    .normalize("NFKC")
    .toUpperCase()
    .replace(/\.0$/, "")
    .replace(/[^A-Z0-9]/g, "");
  return code === "" ? undefined : code;
}
