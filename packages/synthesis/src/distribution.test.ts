import { expect, it } from "vitest";
import { distributionLists, population, register } from "./index.ts";

const people = population({ people: 1500, seed: 4 });
const registries = {
  iom: register(people, { agency: "IOM", seed: 4 }),
  wfp: register(people, { agency: "WFP", seed: 4 }),
};

it("distribution lists hold one collector of each chosen household, and say truly whom the second assists twice", () => {
  const { iom, wfp, double } = distributionLists(registries, { seed: 4 });
  expect(new Set(iom).size).toBe(iom.length);
  expect(iom.length).toBeGreaterThan(20);
  const assisted = new Set(
    [...registries.iom]
      .filter((household) => household.members.some((member) => iom.includes(member.id)))
      .flatMap((household) => household.members.map((member) => member.truePerson)),
  );
  const personOf = new Map(
    [...registries.wfp].flatMap((household) =>
      household.members.map((member) => [member.id, member.truePerson] as const),
    ),
  );
  const truly = wfp.filter((number) => assisted.has(personOf.get(number)!));
  expect([...double].sort()).toEqual([...new Set(truly)].sort());
  expect(double.size).toBeGreaterThan(10);
  expect(double.size).toBeLessThan(wfp.length);
});

it("the same seed gives the same lists, another seed others", () => {
  const lists = (seed: number) => distributionLists(registries, { seed });
  expect(lists(4)).toEqual(lists(4));
  expect(lists(5).wfp).not.toEqual(lists(4).wfp);
});
