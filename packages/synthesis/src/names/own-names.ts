import { cumulate, drawIndex, type Random } from "../random.ts";
import { ARABIC_FEMALE, ARABIC_MALE } from "./arabic.ts";
import { BIBLICAL_FEMALE, BIBLICAL_MALE } from "./biblical.ts";
import { DINKA_FEMALE, DINKA_MALE } from "./dinka.ts";
import { NUER_FEMALE, NUER_MALE } from "./nuer.ts";
import { SHILLUK_FEMALE, SHILLUK_MALE } from "./shilluk.ts";

export type NameGroup = "nuer" | "dinka" | "shilluk" | "arabic";
export type Sex = "female" | "male";

/** Share of baptismal names among the own names of a community. */
const BIBLICAL_SHARE: Readonly<Record<NameGroup, number>> = {
  nuer: 0.14,
  dinka: 0.2,
  shilluk: 0.2,
  arabic: 0.02,
};

/** Own names by group and sex, commonest first, without repetition. */
export const OWN_NAMES: Readonly<Record<NameGroup | "biblical", Readonly<Record<Sex, readonly string[]>>>> = {
  nuer: { female: listed(NUER_FEMALE), male: listed(NUER_MALE) },
  dinka: { female: listed(DINKA_FEMALE), male: listed(DINKA_MALE) },
  shilluk: { female: listed(SHILLUK_FEMALE), male: listed(SHILLUK_MALE) },
  arabic: { female: listedLatin(ARABIC_FEMALE), male: listedLatin(ARABIC_MALE) },
  biblical: { female: listed(BIBLICAL_FEMALE), male: listed(BIBLICAL_MALE) },
};

const FREQUENCIES = new Map<readonly string[], readonly number[]>();

/** Draws an own name; the commonest name of a list is some thirty times as frequent as the rarest. */
export function drawOwnName(random: Random, group: NameGroup, sex: Sex): string {
  const names = OWN_NAMES[random.chance(BIBLICAL_SHARE[group]) ? "biblical" : group][sex];
  return names[drawIndex(random, frequencies(names))] as string;
}

/** A name used beside the own name: a short form of it, or another name of the community (a bull or praise name). */
export function drawNickname(random: Random, own: string, group: NameGroup, sex: Sex): string {
  if (own.length > 6 && random.chance(0.5)) return own.slice(0, 4);
  const names = OWN_NAMES[group][sex];
  return names[drawIndex(random, frequencies(names))] as string;
}

function frequencies(names: readonly string[]): readonly number[] {
  let known = FREQUENCIES.get(names);
  if (known === undefined) {
    known = cumulate(names.map((_, rank) => (rank + 2) ** -0.85));
    FREQUENCIES.set(names, known);
  }
  return known;
}

function listed(names: string): readonly string[] {
  return [...new Set(names.split(/\s+/).filter((name) => name !== ""))];
}

function listedLatin(names: string): readonly string[] {
  const entries = names.split(/[\n|]/).map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== "").map((entry) => entry.split(" ")[0] as string))];
}
