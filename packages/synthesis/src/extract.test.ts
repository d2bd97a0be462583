import { extract, verify } from "@accord/fingerprint";
import { expect, test } from "vitest";
import { extractImages, extractLines, extractTemplates, population, register } from "./index.ts";

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

test("a few persons have pictures instead of templates, the same at both agencies, and their fingers match", () => {
  const share = 0.03;
  const [iom, wfp] = (["IOM", "WFP"] as const).map((agency) => {
    const registry = register(people, { agency, seed: 1 });
    const trueOf = new Map(
      [...registry].flatMap(({ members }) =>
        members.map((person) => [person.id, person.truePerson] as const),
      ),
    );
    const pictured = [...extractImages(registry, share)];
    const templates = [...extractTemplates(registry, share)];
    expect(pictured.length).toBeGreaterThan(0);
    expect(pictured.length + templates.length).toBe([...extractTemplates(registry)].length);
    const ids = new Set(pictured.map(({ id }) => id));
    expect(templates.some(({ id }) => ids.has(id))).toBe(false);
    return new Map(
      pictured.map(({ id, position, image }) => [`${trueOf.get(id)} ${position}`, extract(image).template]),
    );
  }) as unknown as readonly [Prints, Prints];
  const both = [...iom.keys()].filter((finger) => wfp.has(finger));
  expect(both.length).toBeGreaterThan(0);
  const right = both.filter((finger) => verify(iom.get(finger)!, wfp.get(finger)!).score > 30);
  expect(right.length / both.length).toBeGreaterThan(0.6);
});

type Prints = ReadonlyMap<string, ReturnType<typeof extract>["template"]>;
