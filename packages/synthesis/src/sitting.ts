import { ageAt, type Day } from "./calendar.ts";
import type { Difficulty } from "./difficulty.ts";
import type { Site } from "./places.ts";
import type { Random } from "./random.ts";
import type { Relationship, TrueHousehold, TruePerson } from "./true-person.ts";

/** A person who sits before a registrar, with what they are to the head there. */
export interface Sitter {
  readonly person: TruePerson;
  readonly home: TrueHousehold;
  readonly relationship: Relationship;
}

/** One household as it comes to one registration: the head first. It need not be a household that exists. */
export interface Sitting {
  readonly home: TrueHousehold;
  readonly site: Site;
  readonly day: Day;
  readonly sitters: readonly Sitter[];
  /** 0 the first registration of these persons by the agency, 1 a second one. */
  readonly occasion: 0 | 1;
}

/** The household without those not born yet, gone, or absent that day. */
export function present(home: TrueHousehold, day: Day, random: Random, difficulty: Difficulty): Sitter[] {
  const sitters: Sitter[] = [];
  for (const person of home.members) {
    const away = random.chance(difficulty.memberAbsent) && person !== home.members[0];
    if (person.birth > day || hasLeft(person, day) || away) continue;
    sitters.push({ person, home, relationship: person.relationship });
  }
  return sitters;
}

export function hasLeft(person: TruePerson, day: Day): boolean {
  return person.leaves !== undefined && person.leaves <= day;
}

/** Another adult is written as the head; everybody's relationship follows as far as a registrar would know it. */
export function withOtherHead(sitters: readonly Sitter[], day: Day, random: Random): readonly Sitter[] {
  const adults = sitters.slice(1).filter((sitter) => ageAt(sitter.person.birth, day) >= 16);
  if (adults.length === 0) return sitters;
  return headedBy(sitters, random.pick(adults));
}

function headedBy(sitters: readonly Sitter[], head: Sitter): readonly Sitter[] {
  const others = sitters.filter((sitter) => sitter !== head);
  return [
    { ...head, relationship: "self" },
    ...others.map((sitter) => ({ ...sitter, relationship: relativeTo(head, sitter) })),
  ];
}

/** Some of a household come as one of their own: an adult with about half of the children. */
export function split(
  sitters: readonly Sitter[],
  day: Day,
  random: Random,
): readonly [readonly Sitter[], readonly Sitter[]] | undefined {
  const adults = sitters.slice(1).filter((sitter) => ageAt(sitter.person.birth, day) >= 18);
  if (adults.length === 0) return undefined;
  const leader = random.pick(adults);
  const leaving = new Set([leader]);
  for (const sitter of sitters.slice(1)) {
    if (ageAt(sitter.person.birth, day) < 18 && random.chance(0.5)) leaving.add(sitter);
  }
  const left = sitters.filter((sitter) => leaving.has(sitter));
  return [sitters.filter((sitter) => !leaving.has(sitter)), headedBy(left, leader)];
}

function relativeTo(head: Sitter, sitter: Sitter): Relationship {
  const [to, of] = [head.relationship, sitter.relationship];
  if (to === "spouse") return of === "self" ? "spouse" : of === "child" ? "child" : "other";
  if (to === "child")
    return of === "self" || of === "spouse" ? "parent" : of === "child" ? "sibling" : "other";
  if (to === "sibling") return of === "self" || of === "sibling" ? "sibling" : "other";
  if (to === "parent") return of === "self" ? "child" : of === "child" ? "grandchild" : "other";
  return "other";
}
