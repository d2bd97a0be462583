import { findLinks, type Link, refsOfPersons, searchPersons } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../src/api-client.ts";
import { follow } from "../src/demo/sharing.ts";
import type { RightsStanding } from "../src/rights/standing.ts";
import { tellPartners } from "../src/rights/tell-partners.ts";
import { serveNode } from "../src/serve.ts";
import { type Agencies, type Agency, agreeOn, twoAgencies } from "./agencies.ts";

const TO_WFP = { recipient: "wfp", purpose: "deduplicationOfPersons" };

describe("a person who was disclosed and withdraws consent", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let agreement: string;
  let exchange: string;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 160, templates: false });
    ({ iom, wfp } = agencies);
    agreement = await agreeOn(agencies);
    exchange = await share();
  });
  afterAll(() => agencies?.close());

  async function share(): Promise<string> {
    const made = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    for (const each of [iom, wfp]) {
      expect(await follow(each.client, made.exchange, () => undefined)).toMatchObject({ step: "done" });
    }
    return made.exchange;
  }
  const linked = async (agency: Agency) =>
    findLinks(agency.serving.node.store, { agreement, partner: agency.id === "iom" ? "wfp" : "iom" });
  const say = (person: string, event: "given" | "withdrawn", more: object = {}) =>
    iom.client.post<{ notices: { taken: number; waiting: number } }>(`/api/persons/${person}/consents`, {
      ...TO_WFP,
      event,
      ...more,
    });
  const standing = (person: string) => iom.client.get<RightsStanding>(`/api/persons/${person}/rights`);

  test("is gone at the partner with the next contact, and the certificate that says so is verified and kept", async () => {
    const [link] = await linked(iom);
    const ref = await refOf(iom, link!);
    const theirs = (await linked(wfp)).find((each) => each.partnerRef === ref);
    expect(theirs).toBeDefined();
    const file = () =>
      wfp.client.get<{ assertions: { source: string }[] }>(
        `/api/persons/${theirs!.person}?purpose=protection`,
      );
    expect((await file()).assertions.some((each) => each.source === "iom")).toBe(true);

    expect((await say(link!.person, "withdrawn")).notices).toEqual({ taken: 1, waiting: 0 });

    expect((await file()).assertions.filter((each) => each.source === "iom")).toEqual([]);
    for (const [agency, id] of [
      [iom, link!.id],
      [wfp, theirs!.id],
    ] as const) {
      expect((await linked(agency)).map((each) => each.id)).not.toContain(id);
    }
    const [notice] = (await standing(link!.person)).notices;
    expect(notice).toMatchObject({
      partner: "wfp",
      agreement,
      kind: "withdrawal",
      takenAt: expect.any(String),
    });
    expect(notice!.certificate).toMatch(/^ey/);
    for (const [agency, certifiedBy] of [
      [iom, "partner"],
      [wfp, "own"],
    ] as const) {
      expect(await ledgerOf(agency)).toContainEqual(
        expect.objectContaining({
          kind: "erasure",
          reason: "withdrawal",
          certifiedBy,
          reference: notice!.id,
        }),
      );
    }
    expect(await ledgerOf(iom)).toContainEqual(
      expect.objectContaining({ kind: "consent", event: "withdrawn", ...TO_WFP, persons: 1 }),
    );
  });

  test("is not in the next exchange, and is in it again after consenting anew", async () => {
    const [link] = await linked(iom);
    const person = link!.person;
    await say(person, "withdrawn");
    exchange = await share();
    const disclosures = async () =>
      (
        await iom.client.get<{ disclosures: { exchange: string }[] }>(
          `/api/persons/${person}?purpose=protection`,
        )
      ).disclosures.filter((each) => each.exchange === exchange);
    expect(await disclosures()).toEqual([]);
    const [text] = await iom.client.get<{ digest: string; language: string }[]>("/api/rights/texts");
    await say(person, "given", {
      textDigest: text!.digest,
      understanding: "repeatedInOwnWords",
      expression: "signature",
      details: { guardian: { name: "A guardian", relationship: "mother" } },
    });
    exchange = await share();
    expect(await disclosures()).not.toEqual([]);
    expect((await linked(iom)).map((each) => each.person)).toContain(person);
  });

  test("leaves an exchange that runs: nothing of them is kept at the partner, and nobody is linked to them", async () => {
    const [early, late] = await linked(iom);
    const ofBoth = [early!, late!];
    const refs = await Promise.all(ofBoth.map((link) => refOf(iom, link)));
    const theirs = (await linked(wfp)).filter((each) => refs.includes(each.partnerRef));
    expect(theirs).toHaveLength(2);
    const restore = [
      before(iom, "match", () => say(early!.person, "withdrawn")),
      before(wfp, "links", () => say(late!.person, "withdrawn")),
    ];
    exchange = await share();
    for (const each of restore) expect(each()).toBe(1);
    await tellPartners(iom.serving.node);
    for (const agency of [iom, wfp]) {
      const own = agency === iom ? ofBoth : theirs;
      const still = (await linked(agency)).map((each) => each.person);
      for (const { person } of own) expect(still).not.toContain(person);
    }
    for (const { person } of theirs) {
      const file = await wfp.client.get<{ assertions: { source: string }[] }>(
        `/api/persons/${person}?purpose=protection`,
      );
      expect(file.assertions.filter((each) => each.source === "iom")).toEqual([]);
    }
  });

  test("is erased at a partner who was away, when it is back", async () => {
    const [link] = await linked(iom);
    const ref = await refOf(iom, link!);
    await wfp.serving.close();
    expect((await say(link!.person, "withdrawn")).notices).toEqual({ taken: 0, waiting: 1 });
    wfp.serving = await serveNode(wfp.folder, { logLevel: "silent" });
    wfp.client = await connect(wfp.folder);
    expect((await linked(wfp)).some((each) => each.partnerRef === ref)).toBe(true);
    expect(await tellPartners(iom.serving.node)).toEqual({ taken: 1, waiting: 0 });
    expect((await linked(wfp)).some((each) => each.partnerRef === ref)).toBe(false);
  });

  test("who is erased on request is erased at the partner too", async () => {
    const [link] = await linked(iom);
    const ref = await refOf(iom, link!);
    const theirs = (await linked(wfp)).find((each) => each.partnerRef === ref)!;
    const before = await wfp.client.get<{ assertions: { source: string }[] }>(
      `/api/persons/${theirs.person}?purpose=protection`,
    );
    expect(before.assertions.some((each) => each.source === "iom")).toBe(true);
    await expect(iom.client.post(`/api/persons/${link!.person}/erase`, {})).rejects.toMatchObject({
      code: "api.request_malformed",
    });
    expect(await iom.client.post(`/api/persons/${link!.person}/erase`, { confirm: "erase" })).toMatchObject({
      erasure: { persons: 1 },
      notices: { taken: 1, waiting: 0 },
    });
    const after = await wfp.client.get<{ assertions: { source: string }[] }>(
      `/api/persons/${theirs.person}?purpose=protection`,
    );
    expect(after.assertions.filter((each) => each.source === "iom")).toEqual([]);
    expect(after.assertions.length).toBeGreaterThan(0);
    const rights = await standing(link!.person);
    expect(rights.erasure).toMatchObject({ reason: "request" });
    expect(rights.notices[0]).toMatchObject({ kind: "erasure", certificate: expect.stringMatching(/^ey/) });
    expect(await searchPersons(iom.serving.node.store, { identifier: link!.person })).toEqual([]);
  });
});

/** Has something happen before a node's first batch of a flow is delivered; ends that and says how often it happened. */
function before({ serving }: Agency, flow: string, happens: () => Promise<unknown>): () => number {
  const { client } = serving.node;
  const deliver = client.deliver.bind(client);
  let happened = 0;
  client.deliver = async (card, message, suite) => {
    if (happened === 0 && message.body.kind === "batch" && message.body.flow === flow) {
      happened += 1;
      await happens();
    }
    return deliver(card, message, suite);
  };
  return () => {
    client.deliver = deliver;
    return happened;
  };
}

/** The pseudonym under which the partner knows an own linked person. */
async function refOf({ serving }: Agency, link: Link): Promise<string> {
  const refs = await refsOfPersons(serving.node.store, { exchange: link.exchange!, persons: [link.person] });
  return refs.get(link.person)!;
}

async function ledgerOf({ client }: Agency): Promise<readonly unknown[]> {
  return (await client.get<{ entries: unknown[] }>("/api/ledger?limit=1000")).entries;
}
