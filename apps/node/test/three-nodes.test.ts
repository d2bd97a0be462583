import { correctPerson, findLinks, recordConsents, registerBatch } from "@accord/registry";
import { known } from "@accord/vocabulary";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Followed, follow, introduce, signBoth } from "../src/demo/sharing.ts";
import { type Agencies, type Agency, agency, agreeOn, TERMS, twoAgencies } from "./agencies.ts";

/** Values that IOM alone ever says, and that become current at WFP. */
const CANARY = { name: "Qanaryx", phone: "+211955777001", later: "+211955777002", category: "refugee" };
const KNOWN_TO_ALL = 20;

describe("a node between two partners", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let unhcr: Agency<"unhcr">;
  let withIom: string;
  let withUnhcr: string;
  /** What WFP said to UNHCR, and nothing else. */
  const told: string[] = [];
  let canary: { readonly iomPerson: string; readonly wfpPerson: string };

  beforeAll(async () => {
    agencies = await twoAgencies({
      people: 160,
      templates: false,
      serve: {
        onPlaintext: (partner, bytes) => {
          if (partner === "unhcr") told.push(Buffer.from(bytes).toString("utf8"));
        },
      },
    });
    ({ iom, wfp } = agencies);
    unhcr = await agency(agencies.root, "unhcr", {});
    await introduce(wfp.client, unhcr.client);
    withIom = await agreeOn(agencies);
    await run(iom, wfp, withIom);
    canary = await plantCanary();
    await run(iom, wfp, withIom);
    await registerAtUnhcr();
    withUnhcr = await agreeWithUnhcr();
  }, 400_000);
  afterAll(async () => {
    await unhcr?.serving.close();
    await agencies?.close();
  });

  async function run(one: Agency<string>, other: Agency<string>, agreement: string): Promise<Followed> {
    const made = await one.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    await follow(other.client, made.exchange, () => undefined);
    const report = await follow(one.client, made.exchange, () => undefined);
    expect(report).toMatchObject({ step: "done", standing: { kind: "running" } });
    return report;
  }

  interface PersonRow {
    readonly id: string;
    readonly holder: string;
    readonly name: { readonly parts: readonly string[] };
    readonly sex: string;
    readonly birth_date: string;
    readonly birth_precision: never;
    readonly birth_year: number | null;
    readonly location_pcode: string;
  }
  const rowsOf = <Row>({ serving }: Agency<string>, table: string): Promise<readonly Row[]> => {
    const read = serving.node.store.db.selectFrom(table as never).selectAll();
    return read.execute() as unknown as Promise<readonly Row[]>;
  };

  /** Makes IOM's word on a person whom WFP holds as well the current one there. */
  async function plantCanary(): Promise<typeof canary> {
    const members = await rowsOf<{ ref: string; person: string }>(iom, "exchange_member");
    const [link] = await findLinks(wfp.serving.node.store, { agreement: withIom });
    const person = members.find(({ ref }) => ref === link!.partnerRef)!.person;
    const { store, context } = iom.serving.node;
    await correctPerson(store, context, {
      person,
      states: {
        "person.name": known({ parts: [CANARY.name, CANARY.name], script: "Latn" }),
        "person.phone": known(CANARY.phone),
        "person.category": known(CANARY.category),
      },
      method: "biometric",
    });
    return { iomPerson: person, wfpPerson: link!.person };
  }

  async function registerAtUnhcr(): Promise<void> {
    const { store } = wfp.serving.node;
    const linked = new Set((await findLinks(store, { agreement: withIom })).map(({ person }) => person));
    const adults = (await rowsOf<PersonRow>(wfp, "person")).filter(
      (row) => row.holder === "wfp" && linked.has(row.id) && (row.birth_year ?? 2020) < 2000,
    );
    const known20 = adults.slice(0, KNOWN_TO_ALL);
    const at = "2026-05-01T00:00:00Z";
    const consent = { recipient: "wfp", purpose: "deduplicationOfPersons", given: true, assertedAt: at };
    const all = await rowsOf<PersonRow>(wfp, "person");
    await recordConsents(
      store,
      all
        .filter((row) => row.holder === "wfp")
        .map((row) => ({ ...consent, recipient: "unhcr", person: row.id })),
    );
    const others = Array.from({ length: 12 }, (_, index) => ({
      name: { parts: [`Other${index}`, `Person${index * 7}`] },
      sex: index % 2 === 0 ? "female" : "male",
      birth_date: `19${60 + index}-03-0${1 + (index % 9)}`,
      birth_precision: "day" as never,
      location_pcode: "SS0701",
    }));
    const outcomes = await registerBatch(
      unhcr.serving.node.store,
      unhcr.serving.node.context,
      [...known20, ...others].map((row, index) => ({
        externalKey: `U${index}`,
        identifiers: [],
        states: {
          "person.name": known({ parts: [...row.name.parts], script: "Latn" as const }),
          "person.sex": known(row.sex as "female"),
          "person.birthDate": known({ precision: row.birth_precision, date: row.birth_date }),
          "person.location": known({ pcode: row.location_pcode }),
        },
        method: "declared" as const,
        assertedAt: at,
        registeredAt: "2026-05-01",
        protectLocation: false,
        consents: [consent],
        rowDigest: `row ${index}`,
      })),
    );
    expect(outcomes.filter(({ kind }) => kind !== "created")).toEqual([]);
  }

  /** The template, with every attribute of its linked tier for everybody in scope as well. */
  async function agreeWithUnhcr(): Promise<string> {
    const { agreement } = await wfp.client.post<{ agreement: Draft }>("/api/agreements/draft", {
      partner: "unhcr",
      ...TERMS,
      terms: { minimumOverlapTold: 2, circuitBreaker: WIDE },
    });
    const roster = agreement.clauses
      .filter(({ tier }) => tier === "linked")
      .map((clause) => ({ ...clause, id: clause.id.replace("linked", "roster"), tier: "roster" }));
    return signBoth(wfp.client, unhcr.client, { ...agreement, clauses: [...agreement.clauses, ...roster] });
  }
  interface Draft {
    readonly clauses: readonly { readonly id: string; readonly tier: string }[];
  }
  const WIDE = { expectedOverlap: { minimum: 0, maximum: 1 }, maximumDuplicateShare: 1 };

  async function nothingOfIom(): Promise<void> {
    const whole = told.join("\n");
    for (const value of [CANARY.name, CANARY.phone, CANARY.later, '"source":"iom"']) {
      expect(whole.includes(value), value).toBe(false);
    }
    const theirs = await rowsOf<{ ref: string }>(iom, "exchange_member");
    for (const { ref } of theirs) expect(whole.includes(ref)).toBe(false);
    const sources = new Set(
      (await rowsOf<{ source: string }>(unhcr, "statement")).map(({ source }) => source),
    );
    expect([...sources].sort()).toEqual(["unhcr", "wfp"]);
  }

  test("shows what the one partner said, as that partner's word", async () => {
    const file = await wfp.client.get<{ assertions: { source: string; state: unknown }[] }>(
      `/api/persons/${canary.wfpPerson}?purpose=protection`,
    );
    const theirs = file.assertions.filter(({ source }) => source === "iom");
    expect(JSON.stringify(theirs)).toContain(CANARY.name);
    const [row] = (await rowsOf<PersonRow>(wfp, "person")).filter(({ id }) => id === canary.wfpPerson);
    expect(row!.name.parts).toContain(CANARY.name);
  });

  test("passes none of it on to the other, at no tier, as no evidence and under no pseudonym", async () => {
    const report = await run(wfp, unhcr, withUnhcr);
    expect(Object.keys(report.sides.wfp!.disclosed)).toEqual(
      expect.arrayContaining(["match", "linked", "roster"]),
    );
    const flows = ["match", "linked", "roster"].filter((flow) =>
      told.some((text) => text.includes(`"flow":"${flow}"`) && text.includes('"ref"')),
    );
    expect(flows).toEqual(["match", "linked", "roster"]);
    expect((await findLinks(wfp.serving.node.store, { agreement: withUnhcr })).length).toBeGreaterThan(5);
    await nothingOfIom();
  });

  test("nor in a delta: what the one said anew is no change for the other", async () => {
    await run(wfp, unhcr, withUnhcr);
    const { store, context } = iom.serving.node;
    await correctPerson(store, context, {
      person: canary.iomPerson,
      states: { "person.phone": known(CANARY.later) },
      method: "biometric",
    });
    expect((await run(iom, wfp, withIom)).sides.iom?.persons).toBe(1);
    const file = await wfp.client.get<unknown>(`/api/persons/${canary.wfpPerson}?purpose=protection`);
    expect(JSON.stringify(file)).toContain(CANARY.later);
    const report = await run(wfp, unhcr, withUnhcr);
    expect(report.delta?.changes.wfp).toEqual({ fresh: 0, left: 0, words: 0 });
    expect(report.sides.wfp?.persons).toBe(0);
    await nothingOfIom();
  });

  test("and the comparison of the two does not look at it either", async () => {
    const found = await wfp.client.post<{ equal: boolean }>("/api/partners/unhcr/verify", {});
    expect(found).toMatchObject({ equal: true });
    await nothingOfIom();
    expect(await wfp.client.post("/api/partners/iom/verify", {})).toMatchObject({ equal: true });
  });
});
