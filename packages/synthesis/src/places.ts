import type { NameGroup } from "./names/own-names.ts";
import { cumulate, drawIndex, type Random } from "./random.ts";

export type Agency = "IOM" | "WFP";

export interface County {
  /** OCHA's P-code of the county, admin level 2. */
  readonly pcode: string;
  readonly name: string;
  /** Shares of the communities in it. */
  readonly groups: readonly (readonly [NameGroup, number])[];
}

export interface Site {
  /** The county's P-code, `S` and two digits. The county part is OCHA's; the rest is ours. */
  readonly code: string;
  readonly name: string;
  readonly county: County;
  /** Relative size. */
  readonly weight: number;
  /** Agencies whose registrars write Arabic script there. */
  readonly arabicScript: readonly Agency[];
  /** Agencies that took only the thumb of the head of household there. */
  readonly headThumbOnly: readonly Agency[];
}

const NUER = [["nuer", 1]] as const;
const MOSTLY_NUER = [
  ["nuer", 0.9],
  ["dinka", 0.1],
] as const;
const DINKA = [
  ["dinka", 0.96],
  ["nuer", 0.04],
] as const;
const SHILLUK = [
  ["shilluk", 0.9],
  ["nuer", 0.05],
  ["dinka", 0.05],
] as const;
const NORTHERN = [
  ["dinka", 0.5],
  ["arabic", 0.3],
  ["shilluk", 0.12],
  ["nuer", 0.08],
] as const;
// Murle, Anyuak and Maban names are not written here; their counties take the nearest lists.
const EASTERN = [
  ["nuer", 0.4],
  ["shilluk", 0.4],
  ["dinka", 0.2],
] as const;
const MABAN = [
  ["arabic", 0.75],
  ["nuer", 0.15],
  ["shilluk", 0.1],
] as const;

type Row = readonly [pcode: string, name: string, groups: County["groups"], sites: string];

// A site's marks: size in hundreds; `a` Arabic script by WFP, `A` by IOM; `t` head's thumb only by WFP, `T` by IOM.
const ROWS: readonly Row[] = [
  ["SS0301", "Akobo", NUER, "Akobo Town 9;Walgak 4 t;Alali 2 T"],
  ["SS0302", "Ayod", NUER, "Ayod Town 6;Pagil 3;Jiech 3 t"],
  ["SS0303", "Bor South", DINKA, "Bor PoC 3;Bor Town 9;Anyidi 3 T;Makuach 3"],
  ["SS0304", "Canal/Pigi", MOSTLY_NUER, "Khorfulus 4;Atar 3 t;Canal 2"],
  ["SS0305", "Duk", DINKA, "Duk Padiet 3;Poktap 4;Payuel 2 T"],
  ["SS0306", "Fangak", NUER, "Old Fangak 5;New Fangak 3;Keew 2 T;Toch 2"],
  ["SS0307", "Nyirol", NUER, "Lankien 5;Waat 3;Chuil 2 t"],
  ["SS0308", "Pibor", EASTERN, "Pibor Town 5;Gumuruk 4 T;Likuangole 3"],
  ["SS0309", "Pochalla", EASTERN, "Pochalla Town 3;Alari 1 t"],
  ["SS0310", "Twic East", DINKA, "Panyagor 4;Wernyol 2;Mabior 2 T"],
  ["SS0311", "Uror", NUER, "Yuai 4;Motot 3;Pieri 4 t"],
  ["SS0701", "Baliet", DINKA, "Baliet Town 3;Adong 2 t;Nagdiar 1"],
  ["SS0702", "Fashoda", SHILLUK, "Kodok 4;Aburoc 5 t;Lul 1 T"],
  ["SS0703", "Longochuk", NUER, "Mathiang 3;Udier 3 T;Guelguk 2"],
  ["SS0704", "Luakpiny/Nasir", NUER, "Nasir Town 6 T;Ketbek 3;Mandeng 3 t;Jikmir 3"],
  ["SS0705", "Maban", MABAN, "Bunj 5 a;Jamam 2 At;Offra 2"],
  ["SS0706", "Maiwut", NUER, "Maiwut Town 4;Pagak 4;Turow 1 t"],
  ["SS0707", "Malakal", SHILLUK, "Malakal PoC 16;Malakal Town 6 a;Ogod 1 T"],
  ["SS0708", "Manyo", SHILLUK, "Wadakona 3 A;Kaka 2;Magenis 1 t"],
  ["SS0709", "Melut", NORTHERN, "Melut PoC 1;Dingthoma 4 a;Paloich 4;Khor Adar 2"],
  ["SS0710", "Panyikang", SHILLUK, "Tonga 3;Owachi 2 T;Pakang 1"],
  ["SS0711", "Renk", NORTHERN, "Renk Town 6 A;Wunthou 2 a;Geiger 2;Abayok 3"],
  ["SS0712", "Ulang", NUER, "Ulang Town 5;Yomding 3;Doma 2 t"],
];

export const SITES: readonly Site[] = ROWS.flatMap(([pcode, name, groups, sites]) => {
  const county: County = { pcode, name, groups };
  return sites.split(";").map((entry, index) => {
    const parsed = /^(.+?) (\d+)(?: ([aAtT]+))?$/.exec(entry) as RegExpExecArray;
    const marks = parsed[3] ?? "";
    return {
      code: `${pcode}S${String(index + 1).padStart(2, "0")}`,
      name: parsed[1] as string,
      county,
      weight: Number(parsed[2]),
      arabicScript: agencies(marks, "A", "a"),
      headThumbOnly: agencies(marks, "T", "t"),
    };
  });
});

export const COUNTIES: readonly County[] = [...new Set(SITES.map((site) => site.county))];

const SITE_WEIGHTS = cumulate(SITES.map((site) => site.weight));

export function drawSite(random: Random): Site {
  return SITES[drawIndex(random, SITE_WEIGHTS)] as Site;
}

export function drawGroup(random: Random, county: County): NameGroup {
  const drawn = drawIndex(random, cumulate(county.groups.map(([, share]) => share)));
  return (county.groups[drawn] as readonly [NameGroup, number])[0];
}

/** Another county where the community lives, of the same state where there is one. */
export function drawOrigin(random: Random, site: Site, group: NameGroup): County {
  const sameState = (county: County) => county.pcode.startsWith(site.county.pcode.slice(0, 4));
  const livesThere = (county: County) =>
    county.groups.some(([name, share]) => name === group && share >= 0.3);
  const homes = COUNTIES.filter((county) => livesThere(county) && county !== site.county);
  const near = homes.filter(sameState);
  const choice = near.length > 0 && random.chance(0.8) ? near : homes;
  return choice.length === 0 ? site.county : random.pick(choice);
}

function agencies(marks: string, iom: string, wfp: string): readonly Agency[] {
  const found: Agency[] = [];
  if (marks.includes(iom)) found.push("IOM");
  if (marks.includes(wfp)) found.push("WFP");
  return found;
}
