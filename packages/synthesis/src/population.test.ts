import { expect, test } from "vitest";
import { COUNTIES, describe, population, SITES, type TruePerson } from "./index.ts";
import { OWN_NAMES } from "./names/own-names.ts";

const people = population({ people: 20_000, seed: 3 });

test("the same seed gives the same population, another seed another one", () => {
  const small = (seed: number) => JSON.stringify([...population({ people: 400, seed })]);
  expect(small(5)).toBe(small(5));
  expect(small(5)).not.toBe(small(6));
});

test("a population can be gone through twice", () => {
  expect([...population({ people: 50, seed: 1 })]).toEqual([...population({ people: 50, seed: 1 })]);
  const once = population({ people: 50, seed: 1 });
  expect([...once]).toEqual([...once]);
});

test("a population is a stream: the first household of ten million comes at once and equals that of a small one", () => {
  const first = (count: number) => population({ people: count, seed: 9 })[Symbol.iterator]().next().value;
  expect(first(10_000_000)).toEqual(first(1000));
});

test("it has exactly as many people as asked for, numbered from 0", () => {
  for (const count of [1, 7, 1234]) {
    const ids = members(population({ people: count, seed: 2 })).map((person) => person.id);
    expect(ids).toEqual(Array.from({ length: count }, (_, id) => id));
  }
});

test.each([0, -1, 1.5, Number.NaN, 10_000_001])("%d people are refused", (count) => {
  expect(() => population({ people: count, seed: 1 })).toThrow(RangeError);
});

test("sex and age are those of IOM South Sudan's registration of June 2019, households those of the model case", () => {
  const figures = describe(people);
  expect(Math.abs(figures.femaleShare - 0.56)).toBeLessThan(0.015);
  expect(Math.abs(figures.under18Share - 0.608)).toBeLessThan(0.015);
  expect(figures.meanHouseholdSize).toBeGreaterThan(5.5);
  expect(figures.meanHouseholdSize).toBeLessThan(6.1);
  expect(figures.childHeadedShare).toBeGreaterThan(0.015);
  expect(figures.childHeadedShare).toBeLessThan(0.05);
});

test("full siblings share father's and grandfather's names and not their own", () => {
  for (const household of people) {
    const [head] = household.members;
    if (head?.sex !== "male") continue;
    const children = household.members.filter((person) => person.relationship === "child");
    for (const child of children) {
      if (head.birth < child.birth - 6000) {
        expect([child.name.father, child.name.grandfather]).toEqual([head.name.own, head.name.father]);
      }
    }
  }
});

test("twins are mutual, of one household, and born on the same day", () => {
  let twins = 0;
  for (const { members: family } of people) {
    for (const person of family) {
      if (person.twin === undefined) continue;
      const other = family.find(({ id }) => id === person.twin);
      if (other === undefined) continue;
      twins++;
      expect([other.twin, other.birth, other.name.father]).toEqual([
        person.id,
        person.birth,
        person.name.father,
      ]);
    }
  }
  expect(twins).toBeGreaterThan(100);
});

test("estimated ages of adults heap on multiples of five", () => {
  const adults = members(people).filter(
    (person) => person.birthKnowledge === "estimated" && person.believedBirthYear < 1999,
  );
  const heaped = adults.filter((person) => (2019 - person.believedBirthYear) % 5 === 0).length;
  expect(heaped / adults.length).toBeGreaterThan(0.4);
});

test("every site lies in one of the 23 counties of Jonglei and Upper Nile", () => {
  expect(COUNTIES).toHaveLength(23);
  for (const { code, county } of SITES) {
    expect(code).toMatch(/^SS0[37](0[1-9]|1[0-2])S\d\d$/);
    expect(code.startsWith(county.pcode)).toBe(true);
  }
  expect(new Set(SITES.map((site) => site.code)).size).toBe(SITES.length);
});

test("each list of own names has at least sixty, each written once", () => {
  for (const lists of Object.values(OWN_NAMES)) {
    for (const names of Object.values(lists)) {
      expect(names.length).toBeGreaterThanOrEqual(60);
      expect(new Set(names).size).toBe(names.length);
    }
  }
});

function members(of: Iterable<{ members: readonly TruePerson[] }>): TruePerson[] {
  return [...of].flatMap((household) => household.members);
}
