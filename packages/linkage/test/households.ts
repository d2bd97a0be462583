import type { LinkageRecord } from "../src/record.ts";

/** Two registries of the same villages, written by two clerks, and the true pairs. */
export interface TwoRegistries {
  readonly left: readonly LinkageRecord[];
  readonly right: readonly LinkageRecord[];
  /** `left right` of each true pair. */
  readonly truth: ReadonlySet<string>;
}

/** mulberry32: a small seeded generator of numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MALE =
  "Deng Garang Bol Majok Kuol Chol Lual Akol Mabior Ajak Gatluak Koang Tut Puok Riek Duop Wal Lam Gai Nhial Thon".split(
    " ",
  );
const FEMALE =
  "Achol Nyandeng Abuk Adut Ayen Nyakim Nyaluak Awut Ajok Nyibol Nyakuoth Adhieu Akuol Nyamal Yar Aluel".split(
    " ",
  );

interface Villager {
  readonly own: string;
  readonly father: string;
  readonly grandfather: string;
  readonly sex: "female" | "male";
  readonly age: number;
  readonly relationship: string;
}

/**
 * Households of South Sudanese pattern: each name is own, father's and grandfather's, so that brothers and sisters
 * differ in the first part only; children are two years apart and now and then twins; names are few, ages are
 * estimated, and a share of each household is in one registry only.
 */
export function twoRegistries(households: number, seed: number): TwoRegistries {
  const random = seeded(seed);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? "";
  const left: LinkageRecord[] = [];
  const right: LinkageRecord[] = [];
  const truth = new Set<string>();
  for (let home = 0; home < households; home++) {
    const place = `SS0${1 + Math.floor(random() * 4)}0${1 + Math.floor(random() * 3)}S0${1 + Math.floor(random() * 3)}`;
    const [head, father, grandfather] = [pick(MALE), pick(MALE), pick(MALE)];
    const age = 25 + Math.floor(random() * 30);
    const members: Villager[] = [
      { own: head, father, grandfather, sex: "male", age, relationship: "self" },
      {
        own: pick(FEMALE),
        father: pick(MALE),
        grandfather: pick(MALE),
        sex: "female",
        age: age - 5,
        relationship: "spouse",
      },
    ];
    let childAge = 1;
    for (let child = 0; child < 5; child++) {
      const sex = random() < 0.5 ? "female" : "male";
      const own = pick(sex === "female" ? FEMALE : MALE);
      members.push({ own, father: head, grandfather: father, sex, age: childAge, relationship: "child" });
      if (random() > 0.08) childAge += 1 + Math.floor(random() * 3);
    }
    const inBoth = random() < 0.6;
    const sides = inBoth ? [left, right] : [random() < 0.5 ? left : right];
    const ids: string[][] = members.map(() => []);
    for (const side of sides) {
      const name = side === left ? "L" : "R";
      const clerk = (part: string) => (random() < 0.25 ? respell(part, random) : part);
      const lineage = new Map([head, father, grandfather].map((part) => [part, clerk(part)]));
      const written = members.filter((member) => member.relationship === "self" || random() < 0.9);
      for (const member of written) {
        const id = `${name}${Math.floor(random() * 1e9)}-${home}-${members.indexOf(member)}`;
        const off = random() < 0.5 ? 0 : Math.round((random() - 0.5) * (member.age > 15 ? 8 : 3));
        const parts = [clerk(member.own), lineage.get(member.father) ?? member.father];
        if (random() < 0.8) parts.push(lineage.get(member.grandfather) ?? member.grandfather);
        side.push({
          id,
          nameParts: parts,
          sex: member.sex,
          birthDate: String(2019 - Math.max(0, member.age + off)),
          birthEstimated: true,
          place,
          household: `${name}H${home}`,
          role: member.relationship === "self" ? "head" : "member",
          relationship: member.relationship,
          householdSize: written.length,
        });
        ids[members.indexOf(member)]?.push(id);
      }
    }
    for (const pair of ids) if (pair.length === 2) truth.add(pair.join(" "));
  }
  return { left, right, truth };
}

function respell(part: string, random: () => number): string {
  const spellings: [RegExp, string][] = [
    [/uo/, "o"],
    [/o/, "uo"],
    [/ua/, "wa"],
    [/k$/, "c"],
    [/e/, "ie"],
    [/Ny/, "Ni"],
    [/j/, "g"],
    [/t/, "th"],
    [/a/, "aa"],
  ];
  const possible = spellings.filter(([pattern]) => pattern.test(part));
  const chosen = possible[Math.floor(random() * possible.length)];
  return chosen === undefined ? part : part.replace(chosen[0], chosen[1]);
}
