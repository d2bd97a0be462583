import { type EntrySubjects, openEntry, proveSubject } from "@accord/ledger";
import {
  findLinks,
  type Link,
  readLedgerEntries,
  readSubjectTags,
  refsOfPersons,
  searchPersons,
  subjectKeys,
} from "@accord/registry";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../src/api-client.ts";
import { follow } from "../src/demo/sharing.ts";
import { partnerCard } from "../src/partner/partners.ts";
import { NOTICE_PATH } from "../src/rights/notice-message.ts";
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
    const made = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement, whole: true });
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
  /**
   * What the partner's file holds of an own person, by pseudonym. A file may stand for several persons of the other
   * registry, which may hold somebody twice: what came of another one stays.
   */
  const keptOf = async (ref: string, person: string) => {
    const { store } = wfp.serving.node;
    const links = await findLinks(store, { agreement, partner: "iom", person, undone: true });
    const through = new Set(links.filter((link) => link.partnerRef === ref).map((link) => link.id));
    expect(through.size).toBeGreaterThan(0);
    const { assertions } = await wfp.client.get<{ assertions: { source: string; viaLink?: string }[] }>(
      `/api/persons/${person}?purpose=protection`,
    );
    return assertions.filter((each) => each.source === "iom" && through.has(each.viaLink ?? ""));
  };
  const standing = (person: string) => iom.client.get<RightsStanding>(`/api/persons/${person}/rights`);

  test("is gone at the partner with the next contact, and the certificate that says so is verified and kept", async () => {
    const [link] = await linked(iom);
    const ref = await refOf(iom, link!);
    const theirs = (await linked(wfp)).find((each) => each.partnerRef === ref);
    expect(theirs).toBeDefined();
    expect(await keptOf(ref, theirs!.person)).not.toEqual([]);

    expect((await say(link!.person, "withdrawn")).notices).toEqual({ taken: 1, waiting: 0 });

    expect(await keptOf(ref, theirs!.person)).toEqual([]);
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
    // Each side's entry of the erasure is bound to its own file of the person, and to nobody else's.
    for (const [agency, person] of [
      [iom, link!.person],
      [wfp, theirs!.person],
    ] as const) {
      expect(await erasuresOf(agency, await keyOf(agency, person))).toMatchObject([
        { reason: "withdrawal", reference: notice!.id },
      ]);
      const other = (await linked(agency)).find((each) => each.person !== person)!;
      expect(await erasuresOf(agency, await keyOf(agency, other.person))).toEqual([]);
    }
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
    expect(new Set(theirs.map((each) => each.partnerRef))).toEqual(new Set(refs));
    const restore = [
      before(iom, "match", () => say(early!.person, "withdrawn")),
      before(wfp, "links", () => say(late!.person, "withdrawn")),
    ];
    exchange = await share();
    for (const each of restore) expect(each()).toBe(1);
    await tellPartners(iom.serving.node);
    const still = (await linked(iom)).map((each) => each.person);
    for (const { person } of ofBoth) expect(still).not.toContain(person);
    const linkedRefs = (await linked(wfp)).map((each) => each.partnerRef);
    for (const { person, partnerRef } of theirs) {
      expect(linkedRefs).not.toContain(partnerRef);
      expect(await keptOf(partnerRef, person)).toEqual([]);
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

  test("is erased by a certificate that the partner signed before it changed its key", async () => {
    const [link] = await linked(iom);
    const { client } = iom.serving.node;
    const send = client.send.bind(client);
    let answered = 0;
    client.send = async (...args) => {
      const answer = await send(...args);
      if (args[1] === NOTICE_PATH && answered++ === 0)
        await wfp.client.post("/api/keys/rotate", { purpose: "signing" });
      return answer;
    };
    const { kid } = (await partnerCard(iom.serving.node.store, "wfp"))!.signingKey;
    expect((await say(link!.person, "withdrawn")).notices).toEqual({ taken: 1, waiting: 0 });
    client.send = send;
    expect((await partnerCard(iom.serving.node.store, "wfp"))!.signingKey.kid).not.toBe(kid);
    const [notice] = (await standing(link!.person)).notices;
    expect(decodeProtectedHeader(notice!.certificate!).kid).toBe(kid);
  });

  test("who is erased on request is erased at the partner too", async () => {
    const [link] = await linked(iom);
    const key = await keyOf(iom, link!.person);
    const ref = await refOf(iom, link!);
    const theirs = (await linked(wfp)).find((each) => each.partnerRef === ref)!;
    expect(await keptOf(ref, theirs.person)).not.toEqual([]);
    await expect(iom.client.post(`/api/persons/${link!.person}/erase`, {})).rejects.toMatchObject({
      code: "api.request_malformed",
    });
    expect(await iom.client.post(`/api/persons/${link!.person}/erase`, { confirm: "erase" })).toMatchObject({
      erasure: { persons: 1 },
      notices: { taken: 1, waiting: 0 },
    });
    expect(await keptOf(ref, theirs.person)).toEqual([]);
    const own = await wfp.client.get<{ assertions: { source: string }[] }>(
      `/api/persons/${theirs.person}?purpose=protection`,
    );
    expect(own.assertions.some((each) => each.source === "wfp")).toBe(true);
    const rights = await standing(link!.person);
    expect(rights.erasure).toMatchObject({ reason: "request" });
    expect(rights.notices[0]).toMatchObject({ kind: "erasure", certificate: expect.stringMatching(/^ey/) });
    expect(await searchPersons(iom.serving.node.store, { identifier: link!.person })).toEqual([]);
    // Whoever was handed their key while they were on file finds their erasure here and at the partner with it.
    expect(await erasuresOf(iom, key)).toMatchObject([
      { reason: "request", certifiedBy: "own" },
      { reason: "request", certifiedBy: "partner", reference: rights.notices[0]!.id },
    ]);
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

/** A person's ledger key, as a copy of all that is held on them has it. */
async function keyOf({ serving }: Agency, person: string): Promise<Uint8Array> {
  return (await subjectKeys(serving.node.store, [person], false)).get(person)!;
}

/** The entries of erasures among whose subjects is whoever has this key. */
async function erasuresOf({ serving }: Agency, key: Uint8Array): Promise<readonly object[]> {
  const { store } = serving.node;
  const found: object[] = [];
  for (const { index, bytes } of await readLedgerEntries(store, { from: 0, limit: 10_000 })) {
    const { entry } = openEntry(bytes);
    if (entry.kind !== "erasure" || entry.subjects === undefined) continue;
    const tags = await readSubjectTags(store, index);
    if (proveSubject(key, entry.subjects as EntrySubjects, tags) !== undefined) found.push(entry);
  }
  return found;
}

async function ledgerOf({ client }: Agency): Promise<readonly unknown[]> {
  return (await client.get<{ entries: unknown[] }>("/api/ledger?limit=1000")).entries;
}
