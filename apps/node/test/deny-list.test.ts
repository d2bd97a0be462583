import type { Message } from "@accord/exchange";
import type { DenyListEntry } from "@accord/registry";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assess, follow } from "../src/demo/sharing.ts";
import { type Agencies, type Agency, agreeOn, TERMS, twoAgencies } from "./agencies.ts";
import { type SignedIn, signedIn } from "./staff-accounts.ts";

const PARTNER = { recipient: { kind: "named", value: "WFP" }, reason: "The order of the board." };

describe("the list of those whom nothing may reach", () => {
  let agencies: Agencies;
  let iom: Agency;
  let wfp: Agency;
  let agreement: string;
  let entry: DenyListEntry;

  beforeAll(async () => {
    agencies = await twoAgencies({ people: 60, templates: false });
    ({ iom, wfp } = agencies);
    agreement = await agreeOn(agencies);
  }, 120_000);
  afterAll(() => agencies?.close());

  const standing = async ({ client }: Agency) =>
    (await client.get<{ standing: { phase: string; inForce: boolean } }>(`/api/agreements/${agreement}`))
      .standing;
  const ledger = async () =>
    (await iom.client.get<{ entries: Record<string, unknown>[] }>("/api/ledger?limit=1000")).entries.filter(
      ({ kind }) => kind === "denyList",
    );

  test("takes a partner out of reach at once: what runs halts on both sides, and the agreement grants nothing", async () => {
    const { client } = iom.serving.node;
    const deliver = client.deliver.bind(client);
    client.deliver = async (card, letter, suite) => {
      const { body } = letter as Message;
      if (body.kind === "batch" && entry === undefined)
        entry = await iom.client.post<DenyListEntry>("/api/deny-list", PARTNER);
      return deliver(card, letter, suite);
    };
    const { exchange } = await iom.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    const outcomes = await Promise.all(
      [iom, wfp].map((each) => follow(each.client, exchange, () => undefined)),
    );
    client.deliver = deliver;
    for (const outcome of outcomes)
      expect(outcome.standing).toMatchObject({ kind: "halted", code: "agreement.denied_recipient" });
    expect(await standing(iom)).toMatchObject({ phase: "barred", inForce: false });
    // It is this node's list: the partner's own standing is as before.
    expect(await standing(wfp)).toMatchObject({ phase: "active" });
    await expect(iom.client.post("/api/exchanges", { agreement })).rejects.toMatchObject({
      code: "exchange.not_in_force",
    });
    const theirs = await wfp.client.post<{ exchange: string }>("/api/exchanges", { agreement });
    expect(await follow(wfp.client, theirs.exchange, () => undefined)).toMatchObject({
      standing: { kind: "halted", code: "agreement.denied_recipient" },
      sides: { wfp: { disclosed: {} } },
    });
    expect(await ledger()).toMatchObject([{ event: "added", recipients: "named" }]);
    expect(JSON.stringify(await ledger())).not.toContain("WFP");
  });

  test("lets no agreement with one be proposed, signed or taken in, whoever began it", async () => {
    const denied = { code: "recipient.denied" };
    const draft = async ({ client }: Agency, partner: string) =>
      (await client.post<{ agreement: object }>("/api/agreements/draft", { partner, ...TERMS, title: "New" }))
        .agreement;
    const ours = await draft(iom, "wfp");
    await expect(iom.client.post("/api/agreements/negotiations", { agreement: ours })).rejects.toMatchObject(
      denied,
    );
    await expect(iom.client.post("/api/agreements/sign", { document: ours })).rejects.toMatchObject(denied);
    const theirs = await draft(wfp, "iom");
    await assess({ drafter: wfp.client, officer: wfp.client }, theirs);
    const { signed } = await wfp.client.post<{ signed: string }>("/api/agreements/sign", {
      document: theirs,
    });
    await expect(iom.client.post("/api/agreements", { signed })).rejects.toMatchObject(denied);
    await expect(
      iom.client.post("/api/agreements/sign", { document: JSON.parse(signed) }),
    ).rejects.toMatchObject(denied);
    expect(await iom.client.get("/api/agreements")).toHaveLength(1);
  });

  test("refuses an export that is for one, and the answer to a demand of one, and records that it was asked for", async () => {
    await expect(
      (async () => {
        for await (const _ of iom.client.stream("/api/export?purpose=statistics&recipient=wfp"));
      })(),
    ).rejects.toMatchObject({ code: "recipient.denied" });
    await iom.client.post("/api/deny-list", {
      recipient: { kind: "authoritiesOf", value: "SD" },
      reason: "Country of origin.",
    });
    const demand = (country?: string) =>
      iom.client.post<{ id: string }>("/api/demands", {
        authority: "police",
        ...(country === undefined ? {} : { country }),
        legalBasis: "law",
        askedFor: ["onePerson"],
        receivedOn: "2026-03-01",
      });
    const answer = async (id: string, outcome = "answered") =>
      iom.client.post(`/api/demands/${id}/decide`, { outcome, ground: "obligationOfLaw", persons: 0 });
    for (const country of ["SD", undefined]) {
      const { id } = await demand(country);
      await expect(answer(id)).rejects.toMatchObject({ code: "recipient.denied" });
      expect(await answer(id, "refused")).toMatchObject({ outcome: "refused" });
    }
    expect(await answer((await demand("UG")).id)).toMatchObject({ outcome: "answered" });
    expect((await ledger()).map(({ event }) => event)).toEqual([
      "added",
      "refused",
      "added",
      "refused",
      "refused",
    ]);
  });

  test("is changed by one who adds, and by two who take off; then the agreement stands as before", async () => {
    const account = { sites: ["*"], purposes: ["*"] };
    const [officer, other] = (await Promise.all(
      ["officer", "other"].map((login) =>
        signedIn(iom, { login, roles: ["dataProtectionOfficer"], ...account }),
      ),
    )) as [SignedIn, SignedIn];
    await expect(officer.client.post("/api/deny-list", PARTNER)).rejects.toMatchObject({
      code: "recipient.denied_already",
    });
    const remove = () => officer.client.post<DenyListEntry>(`/api/deny-list/${entry.id}/remove`);
    const waits: { code: string; where: string } = await remove().catch((fault) => fault);
    expect(waits.code).toBe("approval.waits");
    expect(await standing(iom)).toMatchObject({ phase: "barred" });
    await expect(officer.client.post(`/api/approvals/${waits.where}/approve`)).rejects.toMatchObject({
      code: "approval.own",
    });
    await other.client.post(`/api/approvals/${waits.where}/approve`);
    expect(await remove()).toMatchObject({ id: entry.id, removedBy: expect.any(String) });
    expect(await standing(iom)).toMatchObject({ phase: "active", inForce: true });
    await expect(remove()).rejects.toMatchObject({ code: "recipient.not_denied" });
    expect((await iom.client.get<DenyListEntry[]>("/api/deny-list")).map(({ value }) => value)).toEqual([
      "SD",
    ]);
    expect(await iom.client.get<DenyListEntry[]>("/api/deny-list?all=true")).toHaveLength(2);
    expect((await ledger()).at(-1)).toMatchObject({ event: "removed", staff: expect.any(String) });
  });
});
