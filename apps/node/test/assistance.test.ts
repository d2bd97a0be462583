import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readDistributionMapping } from "@accord/intake";
import { movementsOfPerson, personFile, recordConsents, recordLinks, searchPersons } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heldAgreement } from "../src/agreements/held-agreements.ts";
import { pseudonym } from "../src/keys/pseudonym.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";

let both: Agencies;
let digest: string;
/** Persons who are in both registries, as each holds them. */
let pairs: { readonly iom: string; readonly wfp: string; readonly brave: string; readonly scope: string }[];
const wire: { partner: string; text: string }[] = [];

beforeAll(async () => {
  both = await twoAgencies({
    people: 240,
    templates: false,
    serve: {
      onPlaintext: (partner, bytes) => wire.push({ partner, text: Buffer.from(bytes).toString("utf8") }),
    },
  });
  digest = await agreeOn(both, { assistance: true });
  pairs = await linkedPairs(16);
}, 120_000);
afterAll(() => both.close());

/** Adults of both registries whom nobody has to protect, linked one to one, who consented to such questions. */
async function linkedPairs(count: number) {
  const sides = await Promise.all([both.iom, both.wfp].map(adults));
  const keyOf = async ({ serving: { node } }: Agency) => {
    const held = await heldAgreement(node.store, node.judge, digest);
    return (person: string) => pseudonym(node.keys.pseudonym, "person", held!.agreement.id, person);
  };
  const [refOfIom, refOfWfp] = await Promise.all([keyOf(both.iom), keyOf(both.wfp)]);
  const made = sides[0]!.slice(0, count).map((one, at) => ({ one, other: sides[1]![at]! }));
  const link = { agreement: digest, probability: 1, evidence: null, decidedBy: "test" };
  for (const { one, other } of made) {
    const [iom, wfp] = [both.iom.serving.node, both.wfp.serving.node];
    await recordLinks(iom.store, iom.context, [
      { ...link, partner: "wfp", person: one.id, partnerRef: refOfWfp!(other.id) },
    ]);
    await recordLinks(wfp.store, wfp.context, [
      { ...link, partner: "iom", person: other.id, partnerRef: refOfIom!(one.id) },
    ]);
    const word = { purpose: "deduplicationOfAssistance", given: true, assertedAt: "2026-02-01T00:00:00Z" };
    await recordConsents(iom.store, [{ ...word, person: one.id, recipient: "wfp" }]);
    await recordConsents(wfp.store, [{ ...word, person: other.id, recipient: "iom" }]);
  }
  return made.map(({ one, other }) => ({
    iom: one.id,
    wfp: other.id,
    brave: one.number,
    scope: other.number,
  }));
}

async function adults({ id, serving: { node } }: Agency) {
  const found = (
    await Promise.all(
      [..."abcdefghijklmnopqrstuvwxyz"].map((name) => searchPersons(node.store, { name, limit: 200 })),
    )
  ).flat();
  const issuer = id === "iom" ? "IOM" : "WFP";
  const households = new Set<string>();
  const chosen: { id: string; number: string }[] = [];
  for (const person of new Set(found.map((each) => each.id))) {
    const file = await personFile(node.store, person);
    const birth = file?.current["person.birthDate"];
    const year = birth?.state === "known" ? Number((birth.value as { date: string }).date.slice(0, 4)) : 2020;
    const number = file?.identifiers.find(
      (each) => each.issuer === issuer && each.kind === "agencyId",
    )?.value;
    if (file?.status !== "active" || file.protectLocation || year > 2000 || number === undefined) continue;
    // One of each household, so that no line speaks for another.
    if (file.household !== undefined && households.has(file.household.id)) continue;
    if (file.household !== undefined) households.add(file.household.id);
    chosen.push({ id: person, number });
  }
  return chosen;
}

const HEADER = {
  iom: "BRaVE_ID,Assistance,Programme,Cycle,Date Received",
  wfp: "SCOPE ID,Modality,Intervention,Cycle,Date Received",
};

async function listOf(agency: "iom" | "wfp", lines: readonly string[]): Promise<string> {
  const path = join(both.root, `list-${agency}-${lines.length}-${Math.abs(hash(lines.join()))}.csv`);
  await writeFile(path, `${[HEADER[agency], ...lines].join("\n")}\n`);
  return path;
}
const hash = (text: string) => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);

const mappingOf = (agency: "iom" | "wfp") =>
  readDistributionMapping(agency === "iom" ? "brave-distribution" : "scope-distribution");

async function send<T>(agency: Agency, to: string, path: string, more: object = {}): Promise<T[]> {
  const announced = await agency.client.post<Record<string, string>>(`/api/assistance/${to}`, {
    fileName: "list.csv",
    mapping: await mappingOf(agency.id),
    ...more,
  });
  const answers: T[] = [];
  const address = "list" in more ? announced.listFrom! : announced.sendTo!;
  for await (const answer of agency.client.upload<T>(address, createReadStream(path))) answers.push(answer);
  return answers;
}

interface Checked {
  readonly counts: Readonly<Record<string, number>>;
  readonly inquiry: { readonly id: string; readonly step: string } | null;
}
interface Inquiry {
  readonly step: string;
  readonly persons: number;
  readonly found: number;
  readonly reason: string | null;
}

async function check(
  lines: readonly string[],
): Promise<{ counts: Checked["counts"]; inquiry: Inquiry; id: string; path: string }> {
  const path = await listOf("wfp", lines);
  const [asked] = await send<Checked>(both.wfp, "checks", path, { ask: { partner: "iom" } });
  const { id } = asked!.inquiry!;
  for (let round = 0; round < 4; round++) {
    await both.wfp.serving.node.inquiries.settled();
    await both.iom.serving.node.inquiries.settled();
  }
  const inquiry = await both.wfp.client.get<Inquiry>(`/api/assistance/inquiries/${id}`);
  const [judged] = await send<Checked>(both.wfp, "checks", path, { inquiry: id });
  return { counts: judged!.counts, inquiry, id, path };
}

const today = new Date().toISOString().slice(0, 7);

describe("double assistance between two agencies", () => {
  it("is seen before the distribution: exactly those of the list who have the same from the partner", async () => {
    const own = await listOf(
      "iom",
      pairs.slice(0, 5).map((each) => `${each.brave},Food,Emergency rations,${today},`),
    );
    const [imported] = await send<{ summary: Record<string, number> }>(both.iom, "imports", own);
    expect(imported?.summary).toMatchObject({ rows: 5, created: 5, rejected: 0 });
    const [again] = await send<{ summary: Record<string, number> }>(both.iom, "imports", own);
    expect(again?.summary).toMatchObject({ created: 0, unchanged: 5 });
    wire.length = 0;
    const list = pairs.map((each) => `${each.scope},In-kind,GFD,${today},`);
    const { counts, inquiry, id, path } = await check([...list, `unknown,In-kind,GFD,${today},`]);
    expect(inquiry).toMatchObject({ step: "done", persons: 16, found: 5 });
    expect(counts).toMatchObject({ doubleThere: 5, clear: 11, notFound: 1, doubleHere: 0 });
    const crossed = wire.map((each) => each.text).join("\n");
    for (const { brave, scope, iom, wfp } of pairs)
      for (const secret of [brave, scope, iom, wfp]) expect(crossed).not.toContain(secret);
    expect(crossed).not.toContain("Emergency rations");
    const text = (
      await send<{ text: string }>(both.wfp, "checks", path, { inquiry: id }).then(async () => {
        const announced = await both.wfp.client.post<{ listFrom: string }>("/api/assistance/checks", {
          fileName: "list.csv",
          mapping: await mappingOf("wfp"),
          inquiry: id,
        });
        const lines: { text: string }[] = [];
        for await (const line of both.wfp.client.upload<{ text: string }>(
          announced.listFrom,
          createReadStream(path),
        ))
          lines.push(line);
        return lines;
      })
    ).map((line) => line.text);
    expect(text).toHaveLength(18);
    expect(text.filter((line) => line.includes(",doubleThere,"))).toHaveLength(5);
    expect(text[1]).toMatch(new RegExp(`^2,${pairs[0]!.scope},doubleThere,,,${today}-01/`));
  });

  it("is not told of who did not consent, of another kind, or of who is not linked", async () => {
    const { iom } = both;
    await recordConsents(iom.serving.node.store, [
      {
        person: pairs[0]!.iom,
        recipient: "wfp",
        purpose: "deduplicationOfAssistance",
        given: false,
        assertedAt: "2026-03-01T00:00:00Z",
      },
    ]);
    const { inquiry } = await check(pairs.map((each) => `${each.scope},In-kind,Second list,${today},`));
    expect(inquiry).toMatchObject({ step: "done", found: 4 });
    const cash = await check(pairs.map((each) => `${each.scope},CBT,Cash,${today},`));
    expect(cash.inquiry).toMatchObject({ step: "done", found: 0 });
  });

  it("cannot be probed: a list of few is not asked, and one person is not asked about all day", async () => {
    const few = await listOf("wfp", [`${pairs[0]!.scope},In-kind,GFD,${today},`]);
    await expect(send(both.wfp, "checks", few, { ask: { partner: "iom" } })).rejects.toMatchObject({
      code: "assistance.list_too_small",
    });
    // Three questions a day on one person were asked in the tests before this one.
    const { inquiry } = await check(pairs.map((each) => `${each.scope},In-kind,Third list,${today},`));
    expect(inquiry).toMatchObject({ step: "declined", reason: "assistance.asked_too_often" });
  });

  it("stands in both ledgers and on the persons' files, and goes when the person is erased", async () => {
    const entries = async (agency: Agency) =>
      (await agency.client.get<{ entries: Record<string, unknown>[] }>("/api/ledger?limit=1000")).entries;
    const [iom, wfp] = await Promise.all([entries(both.iom), entries(both.wfp)]);
    const crossed = (of: Record<string, unknown>[], kind: string) =>
      of
        .filter((entry) => entry.kind === kind && entry.tier === "assistance")
        .map((entry) => entry.commitment);
    expect(crossed(wfp, "receipt")).toEqual(crossed(iom, "disclosure"));
    // The question that was declined was told and not taken.
    expect(crossed(wfp, "disclosure").slice(0, 3)).toEqual(crossed(iom, "receipt").slice(0, 3));
    const person = pairs[1]!;
    const shown = await both.wfp.client.get<{ there: object[] }>(
      `/api/persons/${person.wfp}/assistance?purpose=assistance`,
    );
    expect(shown.there).toContainEqual(expect.objectContaining({ partner: "iom", kind: "food" }));
    const file = await personFile(both.iom.serving.node.store, person.iom);
    expect(file?.disclosures).toContainEqual(
      expect.objectContaining({
        recipient: "wfp",
        purpose: "deduplicationOfAssistance",
        attributes: ["person.assistance"],
      }),
    );
    const { erasedOnRequest } = await import("../src/rights/erase-persons.ts");
    await erasedOnRequest(both.iom.serving.node, { persons: [person.iom], by: "test" });
    const after = await both.wfp.client.get<{ there: object[] }>(
      `/api/persons/${person.wfp}/assistance?purpose=assistance`,
    );
    expect(after.there).toEqual([]);
  });
});

describe("movement", () => {
  it("is what sightings in order say: by a meeting here, from and to, with day, source and how known", async () => {
    const { client, serving } = both.iom;
    const person = pairs[2]!.iom;
    const at = (pcode: string, on: string, method = "documented") =>
      client.post(`/api/persons/${person}/meetings`, { pcode, on, method });
    await at("SS0101", "2026-11-01");
    expect(await at("SS0101", "2026-11-01")).toEqual({ kind: "unchanged" });
    await at("SS0202", "2026-11-20", "biometric");
    const movements = await client.get<
      { from: string; to: string; on: string; method: string; source: string }[]
    >(`/api/persons/${person}/movements?purpose=registration`);
    expect(movements.slice(-1)).toEqual([
      expect.objectContaining({
        from: "SS0101",
        to: "SS0202",
        on: "2026-11-20",
        method: "biometric",
        source: "iom",
        attribute: "person.encounterPlace",
        lastSeenAtOrigin: "2026-11-01",
      }),
    ]);
    expect(await movementsOfPerson(serving.node.store, person)).toEqual(movements);
    await expect(at("SS0101", "2999-01-01")).rejects.toMatchObject({ code: "meeting.in_the_future" });
  });

  it("is counted between places with small counts suppressed", async () => {
    const { client } = both.iom;
    for (const { iom } of pairs.slice(3, 15)) {
      await client.post(`/api/persons/${iom}/meetings`, { pcode: "SS0404", on: "2026-09-01" });
      await client.post(`/api/persons/${iom}/meetings`, { pcode: "SS0505", on: "2026-09-10" });
    }
    const told = await client.get<{ smallest: number; movements: Record<string, unknown>[] }>(
      "/api/movements?from=2026-09&until=2026-09",
    );
    expect(told.movements).toContainEqual({
      origin: "SS0404",
      destination: "SS0505",
      period: "2026-09",
      persons: 12,
    });
    for (const { persons } of told.movements)
      expect(persons === null || (persons as number) >= told.smallest).toBe(true);
  });
});
