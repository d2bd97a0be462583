import { expect, test } from "vitest";
import { extractLines, extractTemplates, population, register } from "./index.ts";

const people = population({ people: 300, seed: 2 });

test.each(["IOM", "WFP"] as const)("%s's extract is a header and a line for each person", (agency) => {
  const registry = register(people, { agency, seed: 1 });
  const [header, ...lines] = extractLines(registry);
  const ids = [...registry].flatMap(({ members }) => members.map((person) => person.id));
  expect(header?.startsWith(agency === "IOM" ? "BRaVE_ID,HH_Number" : "SCOPE ID,Household ID")).toBe(true);
  expect(lines.map((line) => line.split(",")[0])).toEqual(ids);
});

test("templates stand under the number of the person whose finger it is, once for each position", () => {
  const registry = register(people, { agency: "IOM", seed: 1 });
  const expected = [...registry].flatMap(({ members }) =>
    members.flatMap((person) => person.captures.map(({ position }) => `${person.id} ${position}`)),
  );
  const made = [...extractTemplates(registry)].map(({ id, template }) => `${id} ${template.position}`);
  expect(made).toEqual(expected);
  expect(new Set(made).size).toBe(made.length);
  expect(made.length).toBeGreaterThan(50);
});
