import { drawOwnName, type NameGroup, type Sex } from "./names/own-names.ts";
import { cumulate, drawIndex, type Random } from "./random.ts";
import type { Relationship } from "./true-person.ts";

/** A member of a household while it is being composed; `ageYears` has fractions. */
export interface Draft {
  readonly sex: Sex;
  readonly ageYears: number;
  readonly relationship: Relationship;
  readonly own: string;
  readonly father: string;
  readonly grandfather: string;
  twin?: Draft;
}

/** Somebody whose name and age another household's head shall share, as a hard negative. */
export interface Namesake {
  readonly sex: Sex;
  readonly ageYears: number;
  readonly own: string;
  readonly father: string;
}

interface Lineage {
  readonly father: string;
  readonly grandfather: string;
}

interface Composer {
  readonly random: Random;
  readonly group: NameGroup;
  readonly namesake: Namesake | undefined;
  readonly members: Draft[];
}

const KINDS = [
  { share: 0.33, compose: couple },
  { share: 0.33, compose: motherAlone },
  { share: 0.09, compose: polygynous },
  { share: 0.13, compose: threeGenerations },
  { share: 0.03, compose: childHeaded },
  { share: 0.05, compose: elderly },
  { share: 0.04, compose: youngSiblings },
] as const;

const KIND_SHARES = cumulate(KINDS.map((kind) => kind.share));

/**
 * Composes a household of the model case, the head first. Shares and ages are chosen so that the population meets
 * IOM South Sudan's figures of June 2019: 56% female, 61% under 18.
 */
export function composeHousehold(random: Random, group: NameGroup, namesake?: Namesake): Draft[] {
  const composer: Composer = { random, group, namesake, members: [] };
  const kind = KINDS[drawIndex(random, KIND_SHARES)] as (typeof KINDS)[number];
  kind.compose(composer);
  if (random.chance(0.12)) addFosterChild(composer);
  if (random.chance(0.09)) addRelative(composer);
  return composer.members;
}

function couple(composer: Composer): void {
  const { random } = composer;
  const wifeAge = between(random, 19, 52);
  const husband = head(composer, "male", wifeAge + 2 + 9 * random.next());
  const wife = stranger(composer, "female", wifeAge, "spouse");
  addChildren(composer, wife.ageYears, lineageOf(husband), "child");
  if (random.chance(0.1)) addMotherOf(composer, husband);
}

/** The husband is dead, away with cattle or armed, or in town. */
function motherAlone(composer: Composer): void {
  const { random } = composer;
  const mother = head(composer, "female", between(random, 19, 54));
  addChildren(composer, mother.ageYears, strangerLineage(composer), "child");
  if (random.chance(0.12)) {
    const sister = { father: mother.father, grandfather: mother.grandfather };
    add(composer, "female", between(random, 15, 40), "sibling", sister);
  }
  if (random.chance(0.12)) addMotherOf(composer, mother);
}

function polygynous(composer: Composer): void {
  const { random } = composer;
  const husband = head(composer, "male", between(random, 36, 64));
  const wives = random.chance(0.8) ? 2 : 3;
  for (let wife = 0; wife < wives; wife++) {
    const age = Math.max(18.5, Math.min(50, husband.ageYears - 3 - wife * 6 - 4 * random.next()));
    stranger(composer, "female", age, "spouse");
    addChildren(composer, age, lineageOf(husband), "child", 0.62);
  }
}

function threeGenerations(composer: Composer): void {
  const { random } = composer;
  const grandparent = head(composer, random.chance(0.7) ? "female" : "male", between(random, 48, 75));
  const lineage =
    grandparent.sex === "male"
      ? lineageOf(grandparent)
      : { father: drawOwnName(random, composer.group, "male"), grandfather: anyFather(composer) };
  const parentAge = Math.max(18.5, grandparent.ageYears - 19 - 9 * random.next());
  const parent = add(composer, random.chance(0.72) ? "female" : "male", parentAge, "child", lineage);
  const motherAge = parent.sex === "female" ? parentAge : Math.max(18, parentAge - 5);
  if (parent.sex === "male" && random.chance(0.8)) stranger(composer, "female", motherAge, "other");
  const children = parent.sex === "male" ? lineageOf(parent) : strangerLineage(composer);
  addChildren(composer, motherAge, children, "grandchild");
}

function childHeaded(composer: Composer): void {
  const { random } = composer;
  const eldest = head(composer, random.chance(0.5) ? "male" : "female", between(random, 13.5, 17.9));
  let age = eldest.ageYears;
  for (let count = 1 + random.int(4); count > 0; count--) {
    age -= 1.2 + 2.2 * random.next();
    if (age > 0.5) add(composer, sexOfChild(random), age, "sibling", sameFather(eldest));
  }
}

function elderly(composer: Composer): void {
  const { random } = composer;
  const elder = head(composer, random.chance(0.7) ? "female" : "male", between(random, 55, 85));
  if (elder.sex === "male" && random.chance(0.5)) {
    stranger(composer, "female", elder.ageYears - 2 - 8 * random.next(), "spouse");
  }
  if (random.chance(0.5)) {
    add(composer, sexOfChild(random), between(random, 6, 16), "grandchild", strangerLineage(composer));
  }
}

function youngSiblings(composer: Composer): void {
  const { random } = composer;
  const eldest = head(composer, random.chance(0.6) ? "male" : "female", between(random, 18, 27));
  let age = eldest.ageYears;
  for (let count = random.int(5); count > 0; count--) {
    age -= 1.1 + 2.4 * random.next();
    if (age > 1) add(composer, sexOfChild(random), age, "sibling", sameFather(eldest));
  }
}

/** Births from the mother's eighteenth year or so, two to four years apart; most grown children have left. */
function addChildren(
  composer: Composer,
  motherAgeYears: number,
  lineage: Lineage,
  relationship: Relationship,
  share = 1,
): void {
  const { random } = composer;
  let motherAtBirth = 16.5 + 4.5 * random.next();
  const last = Math.min(motherAgeYears - 0.05, 44);
  while (motherAtBirth < last) {
    const age = motherAgeYears - motherAtBirth;
    const gone = age >= 18 ? 0.72 : age >= 15 ? 0.2 : 0.08;
    if (random.chance(share) && !random.chance(gone)) {
      const born = add(composer, sexOfChild(random), age, relationship, lineage);
      if (random.chance(0.018)) {
        const sex = random.chance(0.65) ? born.sex : sexOfChild(random);
        const other = add(composer, sex, age, relationship, lineage);
        born.twin = other;
        other.twin = born;
      }
    }
    motherAtBirth += 2 + 3 * random.next();
  }
}

function addMotherOf(composer: Composer, person: Draft): void {
  stranger(composer, "female", person.ageYears + 17 + 12 * composer.random.next(), "parent");
}

function addFosterChild(composer: Composer): void {
  const { random } = composer;
  add(composer, sexOfChild(random), between(random, 3, 17), "fosterChild", strangerLineage(composer));
}

function addRelative(composer: Composer): void {
  const { random } = composer;
  stranger(composer, random.chance(0.55) ? "female" : "male", between(random, 12, 40), "other");
}

function head(composer: Composer, sex: Sex, ageYears: number): Draft {
  const { random, namesake } = composer;
  if (namesake === undefined || namesake.sex !== sex || Math.abs(namesake.ageYears - ageYears) > 12) {
    return add(composer, sex, ageYears, "self", strangerLineage(composer));
  }
  const person: Draft = {
    sex,
    ageYears: Math.max(13.5, namesake.ageYears + 1.5 * random.normal()),
    relationship: "self",
    own: namesake.own,
    father: namesake.father,
    grandfather: anyFather(composer),
  };
  composer.members.push(person);
  return person;
}

function stranger(composer: Composer, sex: Sex, ageYears: number, relationship: Relationship): Draft {
  return add(composer, sex, ageYears, relationship, strangerLineage(composer));
}

function add(
  composer: Composer,
  sex: Sex,
  ageYears: number,
  relationship: Relationship,
  lineage: Lineage,
): Draft {
  const taken = composer.members.filter((member) => member.father === lineage.father);
  let own = drawOwnName(composer.random, composer.group, sex);
  // Full brothers or sisters do not share an own name.
  for (let attempt = 0; attempt < 4 && taken.some((member) => member.own === own); attempt++) {
    own = drawOwnName(composer.random, composer.group, sex);
  }
  const person: Draft = { sex, ageYears, relationship, own, ...lineage };
  composer.members.push(person);
  return person;
}

function lineageOf(father: Draft): Lineage {
  return { father: father.own, grandfather: father.father };
}

function sameFather(person: Draft): Lineage {
  return { father: person.father, grandfather: person.grandfather };
}

function strangerLineage(composer: Composer): Lineage {
  return { father: anyFather(composer), grandfather: anyFather(composer) };
}

function anyFather(composer: Composer): string {
  return drawOwnName(composer.random, composer.group, "male");
}

function sexOfChild(random: Random): Sex {
  return random.chance(0.505) ? "female" : "male";
}

function between(random: Random, from: number, to: number): number {
  return from + (to - from) * random.next();
}
