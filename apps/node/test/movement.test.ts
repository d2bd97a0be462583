import { findLinks, movementsOfPerson, personFile, pinnedPersons } from "@accord/registry";
import { afterAll, beforeAll, expect, it } from "vitest";
import { follow } from "../src/demo/sharing.ts";
import { type Agencies, agreeOn, twoAgencies } from "./agencies.ts";

let both: Agencies;
let agreement: string;
let exchange: string;
let met: readonly string[];

/** A place in which nobody of the synthetic population lives. */
const CAMP = "SS0909";

async function share(): Promise<string> {
  const made = await both.iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
  for (const each of [both.iom, both.wfp])
    expect(await follow(each.client, made.exchange, () => undefined)).toMatchObject({ step: "done" });
  return made.exchange;
}

beforeAll(async () => {
  both = await twoAgencies({ people: 160, templates: false });
  agreement = await agreeOn(both);
  exchange = await share();
  // Met after the first exchange: what it changes travels with the next one.
  met = await pinnedPersons(both.iom.serving.node.store, { exchange });
  for (const person of met)
    await both.iom.client.post(`/api/persons/${person}/meetings`, {
      pcode: CAMP,
      on: "2026-11-02",
      method: "biometric",
    });
  await share();
}, 240_000);
afterAll(() => both?.close());

it("a person whom one agency met at a new place is a movement at the other, for linked persons alone, with source, day and how known", async () => {
  const { store } = both.wfp.serving.node;
  const links = await findLinks(store, { agreement, partner: "iom" });
  expect(links.length).toBeGreaterThan(20);
  let moved = 0;
  for (const { person } of links) {
    const last = (await movementsOfPerson(store, person)).at(-1);
    if (last?.to !== CAMP) continue;
    moved += 1;
    expect(last).toMatchObject({
      on: "2026-11-02",
      source: "iom",
      method: "biometric",
      attribute: "person.encounterPlace",
    });
  }
  // All but those who live with somebody whose place is protected.
  expect(moved).toBeGreaterThan(links.length / 2);
  const linked = new Set(links.map(({ person }) => person));
  for (const person of await pinnedPersons(store, { exchange })) {
    if (linked.has(person)) continue;
    const file = await personFile(store, person);
    expect(file?.current["person.encounterPlace"]).toBeUndefined();
  }
});
