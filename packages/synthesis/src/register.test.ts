import { expect, describe as group, test } from "vitest";
import {
  describeRegistry,
  population,
  type RegisteredHousehold,
  type RegisteredPerson,
  register,
  truth,
} from "./index.ts";

const people = population({ people: 20_000, seed: 3 });
const iom = register(people, { agency: "IOM", seed: 4 });
const wfp = register(people, { agency: "WFP", seed: 4 });
const known = truth({ iom, wfp });

test("the same seed gives the same registration, another seed another one", () => {
  const small = population({ people: 600, seed: 1 });
  const written = (seed: number) => JSON.stringify([...register(small, { agency: "WFP", seed })]);
  expect(written(1)).toBe(written(1));
  expect(written(1)).not.toBe(written(2));
});

test("a registration is a stream that takes no more of the population than it needs", () => {
  let taken = 0;
  const counted = {
    ...people,
    *[Symbol.iterator]() {
      for (const household of people) {
        taken++;
        yield household;
      }
    },
  };
  const first = register(counted, { agency: "IOM", seed: 4 })[Symbol.iterator]().next();
  expect(first.done).toBe(false);
  expect(taken).toBeLessThan(50);
});

test("each agency registers about six tenths, and 35 to 42 in 100 people are in both", () => {
  expect(known.people.iom / people.people).toBeGreaterThan(0.55);
  expect(known.people.iom / people.people).toBeLessThan(0.68);
  expect(known.people.wfp / people.people).toBeGreaterThan(0.55);
  expect(known.people.wfp / people.people).toBeLessThan(0.68);
  expect(known.people.both / people.people).toBeGreaterThan(0.35);
  expect(known.people.both / people.people).toBeLessThan(0.42);
});

test("about 2 in 100 persons are registered twice by one agency, under another number and household", () => {
  for (const [registry, duplicates] of [
    [iom, known.iomDuplicates],
    [wfp, known.wfpDuplicates],
  ] as const) {
    const byId = new Map(persons(registry).map((person) => [person.id, person]));
    expect(duplicates.length / byId.size).toBeGreaterThan(0.012);
    expect(duplicates.length / byId.size).toBeLessThan(0.03);
    for (const [one, other] of duplicates) {
      expect(byId.get(one)?.truePerson).toBe(byId.get(other)?.truePerson);
      expect(byId.get(one)?.household).not.toBe(byId.get(other)?.household);
    }
  }
});

test("true links join the same person and miss nobody who is in both", () => {
  const truePersons = (registry: Iterable<RegisteredHousehold>) =>
    new Map(persons(registry).map((person) => [person.id, person.truePerson]));
  const [ours, theirs] = [truePersons(iom), truePersons(wfp)];
  for (const [one, other] of known.links) expect(ours.get(one)).toBe(theirs.get(other));
  const linked = new Set(known.links.map(([one]) => ours.get(one)));
  const inWfp = new Set(theirs.values());
  expect(linked.size).toBe(new Set([...ours.values()].filter((person) => inWfp.has(person))).size);
});

test("numbers of persons, households and cards are given once", () => {
  for (const registry of [iom, wfp]) {
    const all = persons(registry);
    expect(new Set(all.map((person) => person.id)).size).toBe(all.length);
    const households = [...registry].map((household) => household.number);
    expect(new Set(households).size).toBe(households.length);
    const cards = all.flatMap((person) => person.cardNumber ?? []);
    expect(new Set(cards).size).toBe(cards.length);
  }
});

test("a household has one head, who comes first, at most one alternate, and nobody twice", () => {
  for (const registry of [iom, wfp]) {
    for (const { members } of registry) {
      expect(members.map((person) => person.role === "head")).toEqual(members.map((_, index) => index === 0));
      expect(members[0]?.relationship).toBe("self");
      expect(members.filter((person) => person.role === "alternate").length).toBeLessThanOrEqual(1);
      expect(new Set(members.map((person) => person.truePerson)).size).toBe(members.length);
      expect(members[0]?.householdSize).toBeGreaterThanOrEqual(members.length);
    }
  }
});

test("nobody is registered before birth or outside the period", () => {
  const births = new Map([...people].flatMap(({ members }) => members.map(({ id, birth }) => [id, birth])));
  for (const person of persons(iom)) {
    expect(Date.parse(person.registeredOn) / 86_400_000).toBeGreaterThanOrEqual(
      births.get(person.truePerson)!,
    );
    expect(person.registeredOn >= "2018-02-01" && person.registeredOn <= "2018-10-31").toBe(true);
  }
});

test("about 38 in 100 registered persons have a usable print, nobody under five has any", () => {
  for (const registry of [iom, wfp]) {
    const { usablePrintShare, consentShare, phoneShare } = describeRegistry(registry);
    expect(usablePrintShare).toBeGreaterThan(0.34);
    expect(usablePrintShare).toBeLessThan(0.42);
    expect(consentShare).toBeGreaterThan(0.93);
    expect(consentShare).toBeLessThan(0.985);
    expect(phoneShare).toBeLessThan(0.1);
  }
  const births = new Map([...people].flatMap(({ members }) => members.map(({ id, birth }) => [id, birth])));
  for (const person of persons(wfp)) {
    if (person.captures.length === 0) continue;
    const days = Date.parse(person.registeredOn) / 86_400_000 - births.get(person.truePerson)!;
    expect(days).toBeGreaterThan(5 * 365);
  }
});

test("both agencies write a good part of the names differently, some in Arabic letters", () => {
  const byId = new Map([...persons(iom), ...persons(wfp)].map((person) => [person.id, person]));
  const same = known.links.filter(
    ([one, other]) => byId.get(one)?.name.parts.join(" ") === byId.get(other)?.name.parts.join(" "),
  );
  expect(same.length / known.links.length).toBeLessThan(0.35);
  expect(same.length / known.links.length).toBeGreaterThan(0.05);
  expect(describeRegistry(wfp).arabicScriptShare).toBeGreaterThan(0.02);
});

group("without difficulty", () => {
  const exact = {
    spellingHabitStrong: 0,
    spellingHabitWeak: 0,
    typingErrorPerPart: 0,
    nicknameIfKnown: 0,
    partsReordered: 0,
    grandfatherMissing: 0,
    fatherMissing: 0,
    memberAbsent: 0,
    householdSplit: 0,
    householdTwice: 0,
    personTwice: 0,
    sexMiskeyed: 0,
  };
  const all = register(people, { agency: "IOM", seed: 1, coverage: 1, difficulty: exact });

  test("names are written as they are", () => {
    const names = new Map([...people].flatMap(({ members }) => members.map(({ id, name }) => [id, name])));
    for (const { name, truePerson } of persons(all)) {
      if (name.script === "Arab") continue;
      const { own, father, grandfather } = names.get(truePerson)!;
      expect(name.parts).toEqual([own, father, grandfather]);
    }
  });

  test("nobody is registered twice, and all who were born by then are", () => {
    const registered = persons(all).map((person) => person.truePerson);
    expect(new Set(registered).size).toBe(registered.length);
    expect(registered.length / people.people).toBeGreaterThan(0.95);
  });
});

test("a coverage of nothing registers nobody; nonsense is refused", () => {
  expect([...register(people, { agency: "IOM", seed: 1, coverage: 0 })]).toEqual([]);
  expect(() => register(people, { agency: "IOM", seed: 1, coverage: 1.2 })).toThrow(RangeError);
  const backwards = { from: "2019-02-01", to: "2019-01-01" };
  expect(() => register(people, { agency: "IOM", seed: 1, period: backwards })).toThrow(RangeError);
});

function persons(of: Iterable<RegisteredHousehold>): RegisteredPerson[] {
  return [...of].flatMap((household) => household.members);
}
