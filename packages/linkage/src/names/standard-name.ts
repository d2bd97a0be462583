import { canonicalPart } from "./equivalents.ts";
import { coarseSkeletonOf, skeletonOf } from "./skeleton.ts";
import { soundOf } from "./sound.ts";
import { foldToAscii } from "./transliterate.ts";

/** How many parts of a name are compared: own, father's, grandfather's and one more. */
export const NAME_PARTS_COMPARED = 4;

/** A name ready for comparison: parallel arrays over its parts, all ASCII. */
export interface StandardName {
  readonly sounds: readonly string[];
  readonly skeletons: readonly string[];
  readonly coarse: readonly string[];
  /** Skeleton of the whole name without spaces, for parts that one side joins and the other splits. */
  readonly joined: string;
  /** Folded parts joined by a space. */
  readonly folded: string;
}

const TITLES = new Set(
  "mr mrs ms miss dr rev fr sr pastor father haji hajji hajja hajj el-haj sheikh sheik shaikh ustaz".split(
    " ",
  ),
);
const FILIATIONS = new Set("bin ibn bint ben binti wad wud walad weled ould".split(" "));
/** Parts that belong to the following one: Nuer and Dinka `Gat`, `Nya`, Arabic `Abu`, `Um`, `Abdel`, `Al`. */
const PREFIXES = new Set("gat nya abu abo umm um abd abdel abdal abdul al el".split(" "));

function joinPrefixes(tokens: readonly string[]): string[] {
  const parts: string[] = [];
  let prefix = "";
  for (const token of tokens) {
    if (PREFIXES.has(token)) {
      // The article vanishes, also within `abd al-rahman`.
      if (token !== "al" && token !== "el") prefix += token.startsWith("abd") ? "abd" : token;
      continue;
    }
    parts.push(prefix + token);
    prefix = "";
  }
  if (prefix !== "") parts.push(prefix);
  return parts;
}

/** `alrahman` and `elrahman` are `rahman`; `abdelrahman` and `abdulrahman` are `abdrahman`. */
function dropArticle(part: string): string {
  return part
    .replace(/^abd[aeiu]l{1,2}(?=[a-z]{3})/, "abd")
    .replace(/^(al|el)(?=[bcdfghjkmnqrstwz][a-z]{3})/, "");
}

/**
 * Standardises a name: any script to ASCII, titles and filiations dropped, prefixes joined to what they
 * belong to, each part given a sound key and a consonant skeleton. Returns undefined where nothing is left.
 *
 * @param nameParts parts as written; a part may itself hold several words.
 */
export function standardiseName(nameParts: readonly string[] | undefined): StandardName | undefined {
  if (nameParts === undefined) return undefined;
  const tokens = nameParts
    .flatMap((part) => foldToAscii(part.slice(0, 200)).split(" "))
    .filter((token) => token !== "" && !/^\d+$/.test(token))
    .slice(0, 12);
  const kept = tokens.filter((token) => !TITLES.has(token) && !FILIATIONS.has(token));
  const parts = joinPrefixes(kept.length === 0 ? tokens : kept)
    .map(dropArticle)
    .map(canonicalPart)
    .map((part) => part.slice(0, 40));
  if (parts.length === 0) return undefined;
  const skeletons = parts.map(skeletonOf);
  return {
    sounds: parts.map(soundOf),
    skeletons,
    coarse: parts.map(coarseSkeletonOf),
    joined: skeletonOf(parts.join("")),
    folded: parts.join(" "),
  };
}
