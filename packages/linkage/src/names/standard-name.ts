import { type NamePart, partsOf } from "./name-part.ts";
import { latinReadings } from "./readings.ts";
import { coarseSkeletonOf, skeletonOf } from "./skeleton.ts";
import { soundOf } from "./sound.ts";

/** How many parts of a name are compared: own, father's, grandfather's and one more. */
export const NAME_PARTS_COMPARED = 4;
/** How many Latin readings a part in Arabic script has. */
export const READINGS = 4;

/** A name ready for comparison: parallel arrays over its parts, all ASCII but for `arabic`. */
export interface StandardName {
  /** Lower-case ASCII as written, titles and filiations dropped, prefixes joined: `gatluak`, `abdelrahman`. */
  readonly written: readonly string[];
  /** As written but without an article written together with it: `masri` for `almasri`, `abdrahman`. */
  readonly bare: readonly string[];
  /** Spellings of one sound made one, vowels in classes. */
  readonly sounds: readonly string[];
  /** Consonants alone; equal in Arabic and Latin script for most names. */
  readonly skeletons: readonly string[];
  /** Consonants in wide classes, for finding candidates. */
  readonly coarse: readonly string[];
  /** Sound keys of the likeliest Latin readings of each part; one where the part is in Latin letters. */
  readonly readings: readonly (readonly string[])[];
  /** Letters of each part in Arabic script without article; undefined where it is in another. */
  readonly arabic: readonly (string | undefined)[];
  /** Skeleton of the whole name without spaces, for parts that one side joins and the other splits. */
  readonly joined: string;
  /** Folded parts (`john` for `yohana`) joined by a space. */
  readonly folded: string;
  readonly script: "latin" | "arabic" | "mixed";
}

/**
 * Standardises a name: any script to ASCII, titles, filiations and articles dropped, prefixes joined to what they
 * belong to, each part given its keys. Returns undefined where nothing is left.
 *
 * @param name the name as written, or its parts; a part may itself hold several words. Only the first 400 characters
 *   of each and 12 words are read.
 */
export function standardiseName(name: string | readonly string[] | undefined): StandardName | undefined {
  if (name === undefined) return undefined;
  const parts = partsOf(typeof name === "string" ? [name] : name);
  if (parts.length === 0) return undefined;
  const folded = parts.map((part) => part.folded);
  const arabic = parts.map((part) => part.arabic);
  const inArabic = arabic.filter((letters) => letters !== undefined).length;
  return {
    written: parts.map((part) => part.written),
    bare: parts.map((part) => part.bare),
    sounds: folded.map(soundOf),
    skeletons: folded.map(skeletonOf),
    coarse: folded.map(coarseSkeletonOf),
    readings: parts.map(readingsOf),
    arabic,
    joined: skeletonOf(folded.join("")),
    folded: folded.join(" "),
    script: inArabic === 0 ? "latin" : inArabic === parts.length ? "arabic" : "mixed",
  };
}

const REMEMBERED = 50_000;
/** Readings of Arabic words: they take a fifth of a millisecond, and a registry has few names many times. */
const remembered = new Map<string, readonly string[]>();

function readingsOf({ folded, bare, arabic }: NamePart): readonly string[] {
  if (arabic === undefined) return [soundOf(folded)];
  const known = folded === bare ? [] : [soundOf(folded)];
  const all = [...new Set([...known, ...soundsOfArabic(arabic)])].slice(0, READINGS);
  return all.length === 0 ? [soundOf(folded)] : all;
}

function soundsOfArabic(arabic: string): readonly string[] {
  const before = remembered.get(arabic);
  if (before !== undefined) return before;
  const sounds = latinReadings(arabic, READINGS, soundOf).map(soundOf);
  if (remembered.size >= REMEMBERED) remembered.clear();
  remembered.set(arabic, sounds);
  return sounds;
}
