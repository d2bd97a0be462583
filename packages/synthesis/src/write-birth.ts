import { ageAt, type Day, isoDate, yearOf } from "./calendar.ts";
import type { Difficulty } from "./difficulty.ts";
import type { Agency } from "./places.ts";
import { cumulate, drawIndex, type Random } from "./random.ts";
import type { WrittenBirth } from "./registered-person.ts";
import type { TruePerson } from "./true-person.ts";

/** What a registrar writes of a birth: IOM a date or an estimated age, WFP a year that may be estimated. */
export function writeBirth(
  person: TruePerson,
  agency: Agency,
  day: Day,
  random: Random,
  difficulty: Difficulty,
): WrittenBirth {
  const exact = person.birthKnowledge === "day" && !random.chance(difficulty.exactBirthLost);
  if (agency === "IOM" && exact) {
    return { kind: "day", date: isoDate(person.birth), year: yearOf(person.birth) };
  }
  if (exact || person.birthKnowledge === "year") {
    return { kind: agency === "WFP" ? "year" : "estimated", year: yearOf(person.birth) };
  }
  return { kind: "estimated", year: estimate(person, day, random, difficulty) };
}

function estimate(person: TruePerson, day: Day, random: Random, difficulty: Difficulty): number {
  const now = yearOf(day);
  const isChild = ageAt(person.birth, day) < 15;
  const errors = isChild ? difficulty.childAgeErrorYears : difficulty.adultAgeErrorYears;
  const off = drawIndex(random, cumulate(errors)) * (random.chance(0.5) ? 1 : -1);
  let age = now - person.believedBirthYear + off;
  if (!isChild && random.chance(difficulty.ageHeaped)) age = Math.round(age / 5) * 5;
  return now - Math.min(99, Math.max(0, age));
}
